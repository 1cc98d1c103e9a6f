package peer

import (
	"bytes"
	"slices"
	"testing"
)

func TestListIsThatOfTheOtherContenders(t *testing.T) {
	for size, expected := range map[int64]int32{64: -348_020_347, 65_536: -1_117_963_540, 1 << 20: -959_469_505} {
		var sum uint32
		for _, value := range listOf(size) {
			sum += value
		}
		if int32(sum) != expected {
			t.Errorf("%d bytes: %d, not %d", size, int32(sum), expected)
		}
	}
}

func TestEncodings(t *testing.T) {
	list := []uint32{0x7f, 0x80, 0x100, 0x10000}
	for abi, expected := range map[string][]byte{
		"bincode":  {4, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0},
		"msgpack":  {0x94, 0x7f, 0xcc, 0x80, 0xcd, 1, 0, 0xce, 0, 1, 0, 0},
		"json":     []byte("[127,128,256,65536]"),
		"protobuf": {0x0a, 8, 0x7f, 0x80, 1, 0x80, 2, 0x80, 0x80, 4},
	} {
		encoded, err := encoderOf(abi)([]byte("of the call before"), list)
		if err != nil || !bytes.Equal(encoded, expected) {
			t.Errorf("%s: %x, not %x (%v)", abi, encoded, expected, err)
		}
	}
}

func TestLongListsInMessagePack(t *testing.T) {
	for length, expected := range map[int][]byte{
		15:      {0x9f},
		16:      {0xdc, 0, 16},
		65_535:  {0xdc, 0xff, 0xff},
		1 << 16: {0xdd, 0, 1, 0, 0},
	} {
		encoded, err := messagePack(nil, make([]uint32, length))
		if err != nil || !slices.Equal(encoded[:len(encoded)-length], expected) {
			t.Errorf("%d values begin with %x, not %x (%v)", length, encoded[:len(encoded)-length], expected, err)
		}
	}
}
