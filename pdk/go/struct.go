package mortise

import (
	"fmt"
	"reflect"
	"unsafe"
)

// layout says which bytes of a struct are its fields'; the rest is padding. Go lays out numbers, bools, arrays and structs
// of these as C does.
type layout struct {
	leaves []leaf
}

type leaf struct {
	offset, size uintptr
	isBool       bool
}

var layouts = map[reflect.Type]*layout{}

func layoutOf(t reflect.Type) *layout {
	known := layouts[t]
	if known == nil {
		known = &layout{}
		known.add(t, 0, t)
		layouts[t] = known
	}
	return known
}

func (l *layout) add(t reflect.Type, offset uintptr, whole reflect.Type) {
	switch t.Kind() {
	case reflect.Bool:
		l.leaves = append(l.leaves, leaf{offset, 1, true})
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		l.leaves = append(l.leaves, leaf{offset, t.Size(), false})
	case reflect.Array:
		for i := range t.Len() {
			l.add(t.Elem(), offset+uintptr(i)*t.Elem().Size(), whole)
		}
	case reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			l.add(field.Type, offset+field.Offset, whole)
		}
	default:
		panic(fmt.Sprintf("mortise: %v has no layout in C, for it has a %v: "+
			"take numbers with a size, bool, arrays, and structs of these", whole, t))
	}
}

// TakeStruct reads the arguments of a call under the C struct ABI and frees them.
func TakeStruct[T any](pointer, length uint32) T {
	var value T
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&value)), unsafe.Sizeof(value))
	l := layoutOf(reflect.TypeFor[T]())
	take(pointer, length, func(arguments []byte) {
		if len(arguments) != len(bytes) {
			panic(fmt.Sprintf("mortise: the arguments have %d bytes; %T has %d", len(arguments), value, len(bytes)))
		}
		for _, leaf := range l.leaves {
			if leaf.isBool && arguments[leaf.offset] > 1 {
				panic(fmt.Sprintf("mortise: the bool at %d is %d", leaf.offset, arguments[leaf.offset]))
			}
		}
		copy(bytes, arguments)
	})
	return value
}

// GiveStruct returns what a function returns whose result is a struct. The bytes stay until the next result.
func GiveStruct[T any](value T) uint64 {
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&value)), unsafe.Sizeof(value))
	result = append(result[:0], make([]byte, len(bytes))...)
	for _, leaf := range layoutOf(reflect.TypeFor[T]()).leaves {
		copy(result[leaf.offset:], bytes[leaf.offset:leaf.offset+leaf.size])
	}
	return place(result)
}

// Text is the text in an array of a struct: UTF-8, the rest zero.
func Text(array []byte) string {
	for i, b := range array {
		if b == 0 {
			return string(array[:i])
		}
	}
	return string(array)
}

// SetText makes the array of a struct hold a text, for which it must have room.
func SetText(array []byte, text string) {
	if len(text) > len(array) {
		panic(fmt.Sprintf("mortise: a text of %d bytes has no room in %d", len(text), len(array)))
	}
	clear(array[copy(array, text):])
}
