module mortise

go 1.24
