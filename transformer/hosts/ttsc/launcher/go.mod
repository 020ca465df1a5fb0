module adjoint/ttsc

go 1.21
