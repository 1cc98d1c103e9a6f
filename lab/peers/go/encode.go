package peer

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// encoder gives the bytes of a list. It may put them into the buffer, which has any content.
type encoder func(buffer []byte, list []uint32) ([]byte, error)

func encoderOf(abi string) encoder {
	switch abi {
	case "bincode":
		return bincode
	case "msgpack":
		return messagePack
	case "json":
		return asJSON
	case "protobuf":
		return protobuf
	default:
		panic("no list is encoded as " + abi)
	}
}

// raw is the values alone, in the buffer if it is large enough.
func raw(buffer []byte, list []uint32) []byte {
	buffer = buffer[:0]
	for _, value := range list {
		buffer = binary.LittleEndian.AppendUint32(buffer, value)
	}
	return buffer
}

// bincode has the length in 64 bits, then the values.
func bincode(buffer []byte, list []uint32) ([]byte, error) {
	buffer = binary.LittleEndian.AppendUint64(buffer[:0], uint64(len(list)))
	for _, value := range list {
		buffer = binary.LittleEndian.AppendUint32(buffer, value)
	}
	return buffer, nil
}

// messagePack has each number in its shortest form.
func messagePack(buffer []byte, list []uint32) ([]byte, error) {
	buffer = buffer[:0]
	switch {
	case len(list) < 1<<4:
		buffer = append(buffer, 0x90|byte(len(list)))
	case len(list) < 1<<16:
		buffer = binary.BigEndian.AppendUint16(append(buffer, 0xdc), uint16(len(list)))
	case len(list) <= 1<<32-1:
		buffer = binary.BigEndian.AppendUint32(append(buffer, 0xdd), uint32(len(list)))
	default:
		return nil, fmt.Errorf("MessagePack has no list of %d values", len(list))
	}
	for _, value := range list {
		switch {
		case value < 1<<7:
			buffer = append(buffer, byte(value))
		case value < 1<<8:
			buffer = append(buffer, 0xcc, byte(value))
		case value < 1<<16:
			buffer = binary.BigEndian.AppendUint16(append(buffer, 0xcd), uint16(value))
		default:
			buffer = binary.BigEndian.AppendUint32(append(buffer, 0xce), value)
		}
	}
	return buffer, nil
}

func asJSON(_ []byte, list []uint32) ([]byte, error) {
	return json.Marshal(list)
}

// protobuf is a message whose field 1 is the list, packed. An empty list is no field at all.
func protobuf(buffer []byte, list []uint32) ([]byte, error) {
	buffer = buffer[:0]
	if len(list) == 0 {
		return buffer, nil
	}
	length := uint64(0)
	for _, value := range list {
		length++
		for ; value >= 1<<7; value >>= 7 {
			length++
		}
	}
	const field1WithLength = 1<<3 | 2
	buffer = binary.AppendUvarint(append(buffer, field1WithLength), length)
	for _, value := range list {
		buffer = binary.AppendUvarint(buffer, uint64(value))
	}
	return buffer, nil
}
