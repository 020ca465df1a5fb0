/** The disk, for a compiler whose questions and answers are written down. */
import type { FileSystemHost } from "ts-morph";
import { Project } from "ts-morph";
import type { Kind, Observations } from "./observations.ts";
import { hashOf, kindOf } from "./observations.ts";

export interface ObservedFileSystem {
  readonly fileSystem: FileSystemHost;
  readonly observations: () => Observations;
}

export function observeFileSystem(): ObservedFileSystem {
  const texts = new Map<string, string | null>();
  const kinds = new Map<string, Kind>();
  const links = new Map<string, string>();
  const look = (path: string): Kind => {
    const kind = kinds.get(path) ?? kindOf(path);
    kinds.set(path, kind);
    return kind;
  };
  const disk = new Project({
    skipAddingFilesFromTsConfig: true,
  }).getFileSystem();
  const fileSystem: FileSystemHost = Object.assign(
    Object.create(disk) as FileSystemHost,
    {
      readFileSync: (path: string, encoding?: string) => {
        try {
          const text = disk.readFileSync(path, encoding);
          texts.set(path, hashOf(text));
          return text;
        } catch (error) {
          texts.set(path, null);
          throw error;
        }
      },
      fileExistsSync: (path: string) => look(path) === "file",
      directoryExistsSync: (path: string) => look(path) === "folder",
      realpathSync: (path: string) => {
        const target = disk.realpathSync(path);
        links.set(path, target);
        return target;
      },
    },
  );
  return {
    fileSystem,
    observations: () => ({
      texts: Object.fromEntries(texts),
      kinds: Object.fromEntries(kinds),
      links: Object.fromEntries(links),
    }),
  };
}
