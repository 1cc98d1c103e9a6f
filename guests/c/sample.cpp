// The sample plug-in in C++: see guests/README.md for what each function does in every language. The header is C's.

#include "extism.h"
#include <optional>
#include <string>
#include <string_view>

EXTISM_USER("host_reflect") extism_block host_reflect(extism_block input);

namespace {

// Takes over a copy that extism.h has made.
std::string owned(char *bytes, size_t length) {
    std::string text(bytes, length);
    free(bytes);
    return text;
}

std::optional<std::string> take(extism_block block) {
    size_t length;
    char *bytes = extism_take(block, &length);
    return bytes == nullptr ? std::nullopt : std::optional(owned(bytes, length));
}

extism_block block_of(std::string_view text) {
    return extism_block_of(text.data(), text.size());
}

std::string input() {
    size_t length;
    char *bytes = extism_input(&length);
    return owned(bytes, length);
}

std::string json_string(const std::string &text) {
    char *json = extism_json_string(text.c_str());
    return owned(json, strlen(json));
}

int32_t output(std::string_view text) {
    extism_output(text.data(), text.size());
    return 0;
}

int32_t fail_with(const std::string &message) {
    return extism_fail(message.c_str());
}

} // namespace

extern "C" {

EXTISM_EXPORT("count_vowels") int32_t count_vowels() {
    auto vowels = take(extism_config_get(block_of("vowels"))).value_or("aeiouAEIOU");
    unsigned count = 0;
    for (char letter : input()) {
        count += vowels.find(letter) != std::string::npos;
    }
    auto before = take(extism_var_get(block_of("total"))).value_or("0");
    auto total = std::to_string(count + std::stoul(before));
    extism_var_set(block_of("total"), block_of(total));
    return output("{\"count\":" + std::to_string(count) + ",\"total\":" + total + ",\"vowels\":" + json_string(vowels) + "}");
}

EXTISM_EXPORT("config_get") int32_t config_get() {
    auto key = input();
    auto value = take(extism_config_get(block_of(key)));
    return value ? output(*value) : fail_with("no config value for '" + key + "'");
}

EXTISM_EXPORT("var_set") int32_t var_set() {
    auto assignment = input();
    auto equals = assignment.find('=');
    if (equals == std::string::npos) {
        return fail_with("expected key=value");
    }
    auto text = std::string_view(assignment);
    extism_var_set(block_of(text.substr(0, equals)), block_of(text.substr(equals + 1)));
    return 0;
}

EXTISM_EXPORT("var_get") int32_t var_get() {
    auto name = input();
    auto value = take(extism_var_get(block_of(name)));
    return value ? output(*value) : fail_with("no variable '" + name + "'");
}

EXTISM_EXPORT("http_get") int32_t http_get() {
    auto request = R"({"method":"GET","url":)" + json_string(input()) + "}";
    auto body = take(extism_http_request(block_of(request), 0)).value_or("");
    return output(std::to_string(extism_http_status_code()) + " " + body);
}

EXTISM_EXPORT("log_all") int32_t log_all() {
    auto message = input();
    extism_log_trace(block_of("trace: " + message));
    extism_log_debug(block_of("debug: " + message));
    extism_log_info(block_of("info: " + message));
    extism_log_warn(block_of("warn: " + message));
    extism_log_error(block_of("error: " + message));
    return 0;
}

EXTISM_EXPORT("fail") int32_t fail() {
    return fail_with(input());
}

EXTISM_EXPORT("reflect") int32_t reflect() {
    return output(take(host_reflect(block_of(input()))).value_or(""));
}
}
