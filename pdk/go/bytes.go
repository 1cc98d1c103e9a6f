package mortise

// Borrow lends the bytes of a call's arguments to a function, and frees them when it returns: for a format of the
// guest's own.
func Borrow(pointer, length uint32, use func(arguments []byte)) {
	take(pointer, length, use)
}
