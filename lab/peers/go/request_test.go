package peer

import (
	"errors"
	"testing"
)

func TestWrongWordsAreUsageErrors(t *testing.T) {
	for _, words := range [][]string{{"abi"}, {"other=1"}} {
		_, err := parse(words, []string{"abi"})
		if usage := usageError(""); !errors.As(err, &usage) {
			t.Errorf("%v: %v", words, err)
		}
	}
}

func TestValues(t *testing.T) {
	request, err := parse([]string{"abi=a=b", "bytes=12", "cached=true", "variant=x"}, []string{"abi", "bytes", "cached"})
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := request.text("abi"); text != "a=b" {
		t.Errorf("abi is %q", text)
	}
	if number, _ := request.number("bytes", -1); number != 12 {
		t.Errorf("bytes is %d", number)
	}
	if number, _ := request.number("calls", 7); number != 7 {
		t.Errorf("calls is %d by default", number)
	}
	if isCached, _ := request.isTrue("cached"); !isCached {
		t.Error("cached is not true")
	}
	if _, err := request.oneOf("abi", "a", "b"); err == nil {
		t.Error("abi is one of a, b")
	}
	if _, err := request.text("module"); err == nil {
		t.Error("there is a module")
	}
	if variant, _ := request.variant([]Variant{{Name: "y"}, {Name: "x"}}); variant.Name != "x" {
		t.Errorf("the variant is %q", variant.Name)
	}
}
