/* The same functions under each ABI: see guests/README.md. */

#include "mortise.h"
#include <math.h>

MORTISE_EXPORT("multiply") int32_t multiply(int32_t x, int32_t y) {
    return (int32_t) ((uint32_t) x * (uint32_t) y);
}

MORTISE_EXPORT("multiply_struct") int32_t multiply_struct(uint32_t pointer, uint32_t length) {
    struct { int32_t x, y; } factors;
    mortise_take(pointer, length, &factors, sizeof factors);
    return multiply(factors.x, factors.y);
}

MORTISE_EXPORT("multiply_bincode") int32_t multiply_bincode(uint32_t pointer, uint32_t length) {
    mortise_reader reader = mortise_read(pointer, length);
    int32_t x = mortise_get_i32(&reader), y = mortise_get_i32(&reader);
    mortise_end(&reader);
    return multiply(x, y);
}

/* Structs: a nested one, a text, an array, padding. */

typedef struct {
    double x, y;
} point;

/* A polygon with at most four corners. */
typedef struct {
    char name[10];
    uint8_t closed;
    int32_t count;
    point corners[4];
    float scale;
    int64_t id;
} shape;

typedef struct {
    int64_t id;
    point centre;
    double length;
    char label[32];
} outline;

static double distance(point a, point b) {
    double x = a.x - b.x, y = a.y - b.y;
    return sqrt(x * x + y * y);
}

static size_t append(char *to, size_t at, const char *text, size_t most) {
    size_t length = strnlen(text, most);
    memcpy(to + at, text, length);
    return at + length;
}

/* The outline's length, the mean of its corners, and a label. */
MORTISE_EXPORT("outline") uint64_t outline_of(uint32_t pointer, uint32_t length) {
    shape given;
    mortise_take(pointer, length, &given, sizeof given);
    mortise_require(given.count >= 1 && given.count <= 4 && given.closed <= 1);
    outline result;
    memset(&result, 0, sizeof result);
    result.id = given.id;
    for (int i = 0; i < given.count; i++) {
        result.centre.x += given.corners[i].x;
        result.centre.y += given.corners[i].y;
        if (i > 0) result.length += distance(given.corners[i - 1], given.corners[i]);
    }
    if (given.closed) result.length += distance(given.corners[given.count - 1], given.corners[0]);
    result.centre.x = result.centre.x / given.count * given.scale;
    result.centre.y = result.centre.y / given.count * given.scale;
    result.length *= given.scale;
    const char count[] = {(char) ('0' + given.count), 0};
    size_t end = append(result.label, 0, given.name, sizeof given.name);
    end = append(result.label, end, " with ", 6);
    end = append(result.label, end, count, 1);
    append(result.label, end, " corners", 8);
    return mortise_give(&result, sizeof result);
}

/* bincode 1: a nested record, texts, a list, optional values. The texts stay where the host wrote them. */

typedef struct {
    const char *start;
    uint32_t length;
} text;

typedef struct {
    text name;
    int32_t count;
    int64_t cents;
} item;

static text get_text(mortise_reader *reader) {
    text read;
    read.start = mortise_get_text(reader, &read.length);
    return read;
}

static item get_item(mortise_reader *reader) {
    item read = {.name = get_text(reader)};
    read.count = mortise_get_i32(reader);
    read.cents = mortise_get_i64(reader);
    return read;
}

static void put_item(mortise_writer *writer, item written) {
    mortise_put_text(writer, written.name.start, written.name.length);
    mortise_put_i32(writer, written.count);
    mortise_put_i64(writer, written.cents);
}

/* A text of what is put after it; ended with end_text. */
static uint32_t begin_text(mortise_writer *writer) {
    uint32_t start = writer->length;
    mortise_put_u64(writer, 0);
    return start;
}

static void end_text(mortise_writer *writer, uint32_t start) {
    mortise_set_u64(writer, start, writer->length - start - sizeof(uint64_t));
}

static void put_literal(mortise_writer *writer, const char *literal) {
    mortise_put(writer, literal, strlen(literal));
}

static void put_decimal(mortise_writer *writer, int64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;
    do digits[--at] = (char) ('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (number < 0) digits[--at] = '-';
    mortise_put(writer, digits + at, sizeof digits - at);
}

MORTISE_EXPORT("receipt_bincode") uint64_t receipt_bincode(uint32_t pointer, uint32_t length) {
    mortise_reader reader = mortise_read(pointer, length);
    int64_t number = mortise_get_i64(&reader);
    text name = get_text(&reader), email = {NULL, 0};
    if (mortise_get_bool(&reader)) email = get_text(&reader);
    bool regular = mortise_get_bool(&reader);
    uint32_t items = mortise_get_count(&reader, 20);
    int32_t count = 0;
    uint64_t sum = 0;
    item dearest = {.cents = INT64_MIN};
    for (uint32_t i = 0; i < items; i++) {
        item each = get_item(&reader);
        count += each.count;
        sum += (uint64_t) each.count * (uint64_t) each.cents;
        if (i == 0 || each.cents > dearest.cents) dearest = each;
    }
    double discount = mortise_get_bool(&reader) ? mortise_get_f64(&reader) : 0;

    mortise_writer writer = {0};
    mortise_put_i64(&writer, number);
    uint32_t start = begin_text(&writer);
    put_literal(&writer, "order ");
    put_decimal(&writer, number);
    put_literal(&writer, regular ? " of the regular customer " : " of the new customer ");
    mortise_put(&writer, name.start, name.length);
    if (email.start != NULL) {
        put_literal(&writer, " <");
        mortise_put(&writer, email.start, email.length);
        put_literal(&writer, ">");
    }
    end_text(&writer, start);
    mortise_put_i32(&writer, count);
    mortise_put_i64(&writer, (int64_t) floor((double) (int64_t) sum * (1 - discount)));
    mortise_put_bool(&writer, items > 0);
    if (items > 0) put_item(&writer, dearest);
    mortise_end(&reader);
    return mortise_finish(&writer);
}
