// The executable that ttsc asks of a plugin. Plugins are Go source, built where they are used; this one needs
// nothing but Go's own library, so that no module is downloaded. It starts Node, and hands everything through.
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

//go:embed start.cjs
var start string

func main() {
	node := os.Getenv("TTSC_NODE_BINARY")
	if node == "" {
		node = "node"
	}
	command := exec.Command(node, append([]string{"-e", start, "--"}, os.Args[1:]...)...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		os.Exit(exit.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "adjoint: Node could not be run:", err)
		os.Exit(3)
	}
}
