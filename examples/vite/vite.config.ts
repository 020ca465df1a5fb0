import adjoint from "adjoint/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [adjoint()] });
