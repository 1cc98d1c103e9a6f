// The same functions under each ABI: see guests/README.md.
package main

import (
	"fmt"
	"math"

	"mortise"
)

func main() {}

type factors struct{ X, Y int32 }

//go:wasmexport multiply
func multiply(x, y int32) int32 {
	return x * y
}

//go:wasmexport multiply_struct
func multiplyStruct(pointer, length uint32) int32 {
	f := mortise.TakeStruct[factors](pointer, length)
	return f.X * f.Y
}

//go:wasmexport multiply_bincode
func multiplyBincode(pointer, length uint32) int32 {
	f := mortise.TakeBincode[factors](pointer, length)
	return f.X * f.Y
}

// Structs: a nested one, a text, an array, padding.

type point struct{ X, Y float64 }

func (p point) distance(other point) float64 {
	return math.Hypot(p.X-other.X, p.Y-other.Y)
}

// A polygon with at most four corners.
type shape struct {
	Name    [10]byte
	Closed  bool
	Count   int32
	Corners [4]point
	Scale   float32
	ID      int64
}

type outline struct {
	ID     int64
	Centre point
	Length float64
	Label  [32]byte
}

// The outline's length, the mean of its corners, and a label.
//
//go:wasmexport outline
func outlineOf(pointer, length uint32) uint64 {
	given := mortise.TakeStruct[shape](pointer, length)
	corners, scale, count := given.Corners[:given.Count], float64(given.Scale), float64(given.Count)
	result := outline{ID: given.ID}
	for i, corner := range corners {
		result.Centre.X += corner.X
		result.Centre.Y += corner.Y
		if i > 0 {
			result.Length += corner.distance(corners[i-1])
		}
	}
	if given.Closed {
		result.Length += corners[len(corners)-1].distance(corners[0])
	}
	result.Centre = point{result.Centre.X / count * scale, result.Centre.Y / count * scale}
	result.Length *= scale
	mortise.SetText(result.Label[:], fmt.Sprintf("%s with %d corners", mortise.Text(given.Name[:]), given.Count))
	return mortise.GiveStruct(result)
}

// Records with a nested one, texts, a list, optional values.

type item struct {
	Name  string
	Count int32
	Cents int64
}

type customer struct {
	Name    string
	Email   *string
	Regular bool
}

type order struct {
	Number   int64
	Customer customer
	Items    []item
	Discount *float64
}

type receipt struct {
	Number  int64
	Text    string
	Count   int32
	Cents   int64
	Dearest *item
}

//go:wasmexport receipt_bincode
func receiptBincode(pointer, length uint32) uint64 {
	given := mortise.TakeBincode[order](pointer, length)
	result := receipt{Number: given.Number}
	var sum int64
	for i := range given.Items {
		each := &given.Items[i]
		result.Count += each.Count
		sum += int64(each.Count) * each.Cents
		if result.Dearest == nil || each.Cents > result.Dearest.Cents {
			result.Dearest = each
		}
	}
	discount := 0.0
	if given.Discount != nil {
		discount = *given.Discount
	}
	result.Cents = int64(math.Floor(float64(sum) * (1 - discount)))
	kind, to := "new", given.Customer.Name
	if given.Customer.Regular {
		kind = "regular"
	}
	if given.Customer.Email != nil {
		to = fmt.Sprintf("%s <%s>", to, *given.Customer.Email)
	}
	result.Text = fmt.Sprintf("order %d of the %s customer %s", given.Number, kind, to)
	return mortise.GiveBincode(result)
}
