module go-wasmtime

go 1.25.0

require peer v0.0.0

replace peer => ../go
