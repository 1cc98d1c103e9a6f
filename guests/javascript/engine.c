/* Makes a plug-in of a script: QuickJS, with the host's functions as the object `env`, on which pdk.js builds what the
   script sees. The engine starts when the first function is called, and keeps its state from call to call. */

#include "extism.h"
#include <quickjs.h>
#include <stdbool.h>

static const char pdk_source[] = {
#embed "pdk.js"
    , 0};
static const char sample_source[] = {
#embed "sample.js"
    , 0};

static JSContext *js;

/* ---- From JavaScript to the host: addresses and lengths are numbers, far below 2^53. ---- */

static uint64_t number(JSValueConst value) {
    int64_t number = 0;
    JS_ToInt64(js, &number, value);
    return (uint64_t) number;
}

#define NATIVE(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
#define VOID_OF_BLOCK(name) \
    NATIVE(env_##name) { extism_##name(number(arguments[0])); return JS_UNDEFINED; }
#define NUMBER_OF_BLOCK(name) \
    NATIVE(env_##name) { return JS_NewInt64(context, (int64_t) extism_##name(number(arguments[0]))); }

VOID_OF_BLOCK(free)
VOID_OF_BLOCK(log_trace)
VOID_OF_BLOCK(log_debug)
VOID_OF_BLOCK(log_info)
VOID_OF_BLOCK(log_warn)
VOID_OF_BLOCK(log_error)
NUMBER_OF_BLOCK(length)
NUMBER_OF_BLOCK(config_get)
NUMBER_OF_BLOCK(var_get)

NATIVE(env_output_set) {
    extism_output_set(number(arguments[0]), number(arguments[1]));
    return JS_UNDEFINED;
}

NATIVE(env_var_set) {
    extism_var_set(number(arguments[0]), number(arguments[1]));
    return JS_UNDEFINED;
}

NATIVE(env_http_request) {
    return JS_NewInt64(context, (int64_t) extism_http_request(number(arguments[0]), number(arguments[1])));
}

NATIVE(env_http_status_code) {
    return JS_NewInt32(context, extism_http_status_code());
}

/* Copies an ArrayBuffer, or anything else as text, to a new block. */
NATIVE(env_store) {
    size_t length;
    if (JS_IsArrayBuffer(arguments[0])) {
        const uint8_t *bytes = JS_GetArrayBuffer(context, &length, arguments[0]);
        return JS_NewInt64(context, (int64_t) extism_block_of(bytes, length));
    }
    const char *text = JS_ToCStringLen(context, &length, arguments[0]);
    if (text == NULL) {
        return JS_EXCEPTION;
    }
    extism_block block = extism_block_of(text, length);
    JS_FreeCString(context, text);
    return JS_NewInt64(context, (int64_t) block);
}

/* Makes a JavaScript value of bytes, and frees them. */
static JSValue value_of(char *bytes, size_t length, bool text) {
    JSValue value = text ? JS_NewStringLen(js, bytes, length)
                         : JS_NewArrayBufferCopy(js, (const uint8_t *) bytes, length);
    free(bytes);
    return value;
}

static JSValue value_of_block(extism_block block, bool text) {
    size_t length = 0;
    char *bytes = extism_copy(block, &length);
    return value_of(bytes, length, text);
}

NATIVE(env_text) { return value_of_block(number(arguments[0]), true); }
NATIVE(env_bytes) { return value_of_block(number(arguments[0]), false); }

static JSValue value_of_input(bool text) {
    size_t length;
    char *bytes = extism_input(&length);
    return value_of(bytes, length, text);
}

NATIVE(env_input_text) { return value_of_input(true); }
NATIVE(env_input_bytes) { return value_of_input(false); }

/* The functions of the host's user: a block in, a block out. */
#define EXPORT(name)
#define IMPORT(name) \
    EXTISM_USER(#name) extism_block name(extism_block input); \
    NATIVE(env_##name) { return JS_NewInt64(context, (int64_t) name(number(arguments[0]))); }
#include "sample.h"
#undef EXPORT
#undef IMPORT

#define FUNCTION(name, parameters) JS_CFUNC_DEF(#name, parameters, env_##name)

static const JSCFunctionListEntry env_functions[] = {
    FUNCTION(free, 1), FUNCTION(length, 1), FUNCTION(output_set, 2), FUNCTION(config_get, 1), FUNCTION(var_get, 1),
    FUNCTION(var_set, 2), FUNCTION(http_request, 2), FUNCTION(http_status_code, 0), FUNCTION(log_trace, 1),
    FUNCTION(log_debug, 1), FUNCTION(log_info, 1), FUNCTION(log_warn, 1), FUNCTION(log_error, 1), FUNCTION(store, 1),
    FUNCTION(text, 1), FUNCTION(bytes, 1), FUNCTION(input_text, 0), FUNCTION(input_bytes, 0),
};

static const JSCFunctionListEntry user_functions[] = {
#define EXPORT(name)
#define IMPORT(name) FUNCTION(name, 1),
#include "sample.h"
#undef EXPORT
#undef IMPORT
};

/* ---- From the host to JavaScript ---- */

/* Makes the pending exception the reason why the call fails. */
static int32_t fail_with_exception(void) {
    JSValue exception = JS_GetException(js);
    JSValue message = JS_IsError(exception) ? JS_GetPropertyStr(js, exception, "message") : JS_DupValue(js, exception);
    const char *text = JS_ToCString(js, message);
    int32_t code = extism_fail(text != NULL ? text : "an exception without a text");
    JS_FreeCString(js, text);
    JS_FreeValue(js, message);
    JS_FreeValue(js, exception);
    return code;
}

static bool run(const char *source, size_t length, const char *name) {
    JSValue value = JS_Eval(js, source, length, name, JS_EVAL_TYPE_GLOBAL);
    JS_FreeValue(js, value);
    return !JS_IsException(value);
}

static bool start(void) {
    js = JS_NewContext(JS_NewRuntime());
    JSValue global = JS_GetGlobalObject(js), env = JS_NewObject(js), user = JS_NewObject(js);
    JS_SetPropertyFunctionList(js, env, env_functions, sizeof env_functions / sizeof *env_functions);
    JS_SetPropertyFunctionList(js, user, user_functions, sizeof user_functions / sizeof *user_functions);
    JS_SetPropertyStr(js, env, "user", user);
    JS_SetPropertyStr(js, global, "env", env);
    JS_FreeValue(js, global);
    return run(pdk_source, sizeof pdk_source - 1, "pdk.js") && run(sample_source, sizeof sample_source - 1, "sample.js");
}

/* Calls a function of module.exports, then whatever it has left to be done: the callbacks of its promises. */
static int32_t call(const char *name) {
    if (js == NULL && !start()) {
        return fail_with_exception();
    }
    JSValue global = JS_GetGlobalObject(js);
    JSValue module = JS_GetPropertyStr(js, global, "module");
    JSValue exports = JS_GetPropertyStr(js, module, "exports");
    JSValue function = JS_GetPropertyStr(js, exports, name);
    JSValue result = JS_Call(js, function, JS_UNDEFINED, 0, NULL);
    bool fine = !JS_IsException(result);
    while (fine && JS_IsJobPending(JS_GetRuntime(js))) {
        JSContext *context;
        fine = JS_ExecutePendingJob(JS_GetRuntime(js), &context) >= 0;
    }
    int32_t code = fine ? 0 : fail_with_exception();
    JS_FreeValue(js, result);
    JS_FreeValue(js, function);
    JS_FreeValue(js, exports);
    JS_FreeValue(js, module);
    JS_FreeValue(js, global);
    return code;
}

#define IMPORT(name)
#define EXPORT(name) \
    EXTISM_EXPORT(#name) int32_t exported_##name(void) { return call(#name); }
#include "sample.h"
