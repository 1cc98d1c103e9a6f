package mortise

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"unicode/utf8"
)

// TakeBincode reads the arguments of a call in bincode 1 and frees them: structs field by field, slices and strings
// with their length in front, a pointer as an optional value, an enum as a uint32. Fields must be exported.
func TakeBincode[T any](pointer, length uint32) T {
	var value T
	take(pointer, length, func(arguments []byte) {
		rest := decoder{arguments}
		rest.decode(reflect.ValueOf(&value).Elem())
		if len(rest.bytes) > 0 {
			panic(fmt.Sprintf("mortise: %d bytes are left over behind a %T", len(rest.bytes), value))
		}
	})
	return value
}

// GiveBincode returns what a function returns whose result is encoded in bincode 1. The bytes stay until the next
// result.
func GiveBincode[T any](value T) uint64 {
	result = encode(result[:0], reflect.ValueOf(value))
	return place(result)
}

type decoder struct {
	bytes []byte
}

func (d *decoder) next(length uint64) []byte {
	if length > uint64(len(d.bytes)) {
		panic(fmt.Sprintf("mortise: %d bytes are missing", length-uint64(len(d.bytes))))
	}
	next := d.bytes[:length]
	d.bytes = d.bytes[length:]
	return next
}

// number reads an integer of so many bytes, without its sign.
func (d *decoder) number(size uintptr) uint64 {
	var eight [8]byte
	copy(eight[:], d.next(uint64(size)))
	return binary.LittleEndian.Uint64(eight[:])
}

func (d *decoder) bool() bool {
	b := d.number(1)
	if b > 1 {
		panic(fmt.Sprintf("mortise: a bool is %d", b))
	}
	return b == 1
}

func (d *decoder) decode(v reflect.Value) {
	t := v.Type()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(d.bool())
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		unused := 64 - 8*t.Size()
		v.SetInt(int64(d.number(t.Size())<<unused) >> unused)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.number(t.Size()))
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(uint32(d.number(4)))))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(d.number(8)))
	case reflect.String:
		text := d.next(d.number(8))
		if !utf8.Valid(text) {
			panic("mortise: a text is not UTF-8")
		}
		v.SetString(string(text))
	case reflect.Slice:
		count := d.number(8)
		if count > uint64(len(d.bytes)) {
			panic(fmt.Sprintf("mortise: %d bytes cannot hold %d elements", len(d.bytes), count))
		}
		v.Set(reflect.MakeSlice(t, int(count), int(count)))
		d.decodeAll(v)
	case reflect.Array:
		d.decodeAll(v)
	case reflect.Pointer:
		if d.bool() {
			v.Set(reflect.New(t.Elem()))
			d.decode(v.Elem())
		}
	case reflect.Struct:
		for i := range t.NumField() {
			d.decode(v.Field(i))
		}
	default:
		panic(unknown(t))
	}
}

func (d *decoder) decodeAll(v reflect.Value) {
	for i := range v.Len() {
		d.decode(v.Index(i))
	}
}

func encode(to []byte, v reflect.Value) []byte {
	t := v.Type()
	switch t.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(to, 1)
		}
		return append(to, 0)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return appendNumber(to, uint64(v.Int()), t.Size())
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return appendNumber(to, v.Uint(), t.Size())
	case reflect.Float32:
		return appendNumber(to, uint64(math.Float32bits(float32(v.Float()))), 4)
	case reflect.Float64:
		return appendNumber(to, math.Float64bits(v.Float()), 8)
	case reflect.String:
		to = appendNumber(to, uint64(v.Len()), 8)
		return append(to, v.String()...)
	case reflect.Slice:
		return encodeAll(appendNumber(to, uint64(v.Len()), 8), v)
	case reflect.Array:
		return encodeAll(to, v)
	case reflect.Pointer:
		if v.IsNil() {
			return append(to, 0)
		}
		return encode(append(to, 1), v.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			to = encode(to, v.Field(i))
		}
		return to
	default:
		panic(unknown(t))
	}
}

func encodeAll(to []byte, v reflect.Value) []byte {
	for i := range v.Len() {
		to = encode(to, v.Index(i))
	}
	return to
}

func appendNumber(to []byte, number uint64, size uintptr) []byte {
	var eight [8]byte
	binary.LittleEndian.PutUint64(eight[:], number)
	return append(to, eight[:size]...)
}

func unknown(t reflect.Type) string {
	return fmt.Sprintf("mortise: there is no bincode for %v: "+
		"take numbers with a size, bool, string, and slices, arrays, pointers and structs of these", t)
}
