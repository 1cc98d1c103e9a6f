/* The sample plug-in in C: see guests/README.md for what each function does in every language. */

#include "extism.h"
#include <stdarg.h>
#include <stdio.h>

EXTISM_USER("host_reflect") extism_block host_reflect(extism_block input);

/* Texts of the host under a name of ours; the caller frees them, NULL when the host has none. */
static char *config(const char *key) {
    return extism_take(extism_config_get(extism_block_of_text(key)), NULL);
}

static char *variable(const char *name) {
    return extism_take(extism_var_get(extism_block_of_text(name)), NULL);
}

static void set_variable(const char *name, const char *value) {
    extism_var_set(extism_block_of_text(name), extism_block_of_text(value));
}

/* What printf would print, however long it is; the caller frees it. */
__attribute__((format(printf, 1, 2))) static char *text_of(const char *format, ...) {
    va_list values;
    va_start(values, format);
    int length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    char *text = extism_room(length);
    va_start(values, format);
    vsnprintf(text, length + 1, format, values);
    va_end(values);
    return text;
}

/* Fails with a message that it frees. */
static int32_t fail_with(char *message) {
    int32_t code = extism_fail(message);
    free(message);
    return code;
}

EXTISM_EXPORT("count_vowels") int32_t count_vowels(void) {
    char *text = extism_input(NULL);
    char *configured = config("vowels");
    char *before = variable("total");
    const char *vowels = configured != NULL ? configured : "aeiouAEIOU";

    unsigned count = 0;
    for (const char *letter = text; *letter != 0; letter++) {
        count += strchr(vowels, *letter) != NULL;
    }
    unsigned long total = count + (before != NULL ? strtoul(before, NULL, 10) : 0);

    char *number = text_of("%lu", total);
    char *quoted = extism_json_string(vowels);
    char *report = text_of("{\"count\":%u,\"total\":%s,\"vowels\":%s}", count, number, quoted);
    set_variable("total", number);
    extism_output(report, strlen(report));

    free(report);
    free(quoted);
    free(number);
    free(before);
    free(configured);
    free(text);
    return 0;
}

EXTISM_EXPORT("config_get") int32_t config_get(void) {
    char *key = extism_input(NULL);
    char *value = config(key);
    int32_t code = 0;
    if (value != NULL) {
        extism_output(value, strlen(value));
    } else {
        code = fail_with(text_of("no config value for '%s'", key));
    }
    free(value);
    free(key);
    return code;
}

EXTISM_EXPORT("var_set") int32_t var_set(void) {
    char *assignment = extism_input(NULL);
    char *equals = strchr(assignment, '=');
    int32_t code = 0;
    if (equals != NULL) {
        *equals = 0;
        set_variable(assignment, equals + 1);
    } else {
        code = extism_fail("expected key=value");
    }
    free(assignment);
    return code;
}

EXTISM_EXPORT("var_get") int32_t var_get(void) {
    char *key = extism_input(NULL);
    char *value = variable(key);
    int32_t code = 0;
    if (value != NULL) {
        extism_output(value, strlen(value));
    } else {
        code = fail_with(text_of("no variable '%s'", key));
    }
    free(value);
    free(key);
    return code;
}

EXTISM_EXPORT("http_get") int32_t http_get(void) {
    char *url = extism_input(NULL);
    char *quoted = extism_json_string(url);
    char *request = text_of("{\"method\":\"GET\",\"url\":%s}", quoted);
    size_t length = 0;
    char *body = extism_take(extism_http_request(extism_block_of_text(request), 0), &length);

    char *answer = extism_room(length + 16);
    int start = snprintf(answer, 16, "%d ", extism_http_status_code());
    if (body != NULL) {
        memcpy(answer + start, body, length);
    }
    extism_output(answer, start + length);

    free(answer);
    free(body);
    free(request);
    free(quoted);
    free(url);
    return 0;
}

EXTISM_EXPORT("log_all") int32_t log_all(void) {
    static const struct {
        const char *name;
        void (*log)(extism_block message);
    } levels[] = {
        {"trace", extism_log_trace}, {"debug", extism_log_debug}, {"info", extism_log_info},
        {"warn", extism_log_warn},   {"error", extism_log_error},
    };
    char *text = extism_input(NULL);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        char *message = text_of("%s: %s", levels[i].name, text);
        levels[i].log(extism_block_of_text(message));
        free(message);
    }
    free(text);
    return 0;
}

EXTISM_EXPORT("fail") int32_t fail(void) {
    char *message = extism_input(NULL);
    int32_t code = extism_fail(message);
    free(message);
    return code;
}

EXTISM_EXPORT("reflect") int32_t reflect(void) {
    size_t length;
    char *input = extism_input(&length);
    char *output = extism_take(host_reflect(extism_block_of(input, length)), &length);
    extism_output(output, output != NULL ? length : 0);
    free(output);
    free(input);
    return 0;
}
