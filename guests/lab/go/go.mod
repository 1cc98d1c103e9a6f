module transfer

go 1.24

require mortise v0.0.0

replace mortise => ../../../pdk/go
