/* The sample plug-in in C: see guests/README.md for what each function does in every language. */

#include "extism.h"
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

/* Fails with a format into which a name from the input goes. */
static int32_t fail_about(const char *format, const char *name) {
    char message[256];
    snprintf(message, sizeof message, format, name);
    return extism_fail(message);
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

    char number[24], report[256];
    snprintf(number, sizeof number, "%lu", total);
    set_variable("total", number);
    snprintf(report, sizeof report, "{\"count\":%u,\"total\":%lu,\"vowels\":\"%s\"}", count, total, vowels);
    extism_output(report, strlen(report));

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
        code = fail_about("no config value for '%s'", key);
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
        code = fail_about("no variable '%s'", key);
    }
    free(value);
    free(key);
    return code;
}

EXTISM_EXPORT("http_get") int32_t http_get(void) {
    char *url = extism_input(NULL);
    size_t room = strlen(url) + 32;
    char *request = malloc(room);
    snprintf(request, room, "{\"method\":\"GET\",\"url\":\"%s\"}", url);
    size_t length = 0;
    char *body = extism_take(extism_http_request(extism_block_of_text(request), 0), &length);

    char *answer = malloc(length + 16);
    int start = snprintf(answer, 16, "%d ", extism_http_status_code());
    if (body != NULL) {
        memcpy(answer + start, body, length);
    }
    extism_output(answer, start + length);

    free(answer);
    free(body);
    free(request);
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
        char message[256];
        snprintf(message, sizeof message, "%s: %s", levels[i].name, text);
        levels[i].log(extism_block_of_text(message));
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
