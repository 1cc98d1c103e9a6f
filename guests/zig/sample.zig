//! The sample plug-in in Zig: see guests/README.md for what each function does in every language.

const std = @import("std");
const extism = @import("extism.zig");
const Allocator = std.mem.Allocator;

extern "extism:host/user" fn host_reflect(input: extism.Block) extism.Block;

export fn count_vowels() i32 {
    return extism.run(countVowels);
}

fn countVowels(allocator: Allocator) !void {
    const text = try extism.input(allocator);
    const vowels = try extism.config(allocator, "vowels") orelse "aeiouAEIOU";
    var count: u64 = 0;
    for (text) |letter| {
        if (std.mem.findScalar(u8, vowels, letter) != null) count += 1;
    }
    const before = try extism.variable(allocator, "total") orelse "0";
    const total = count + try std.fmt.parseInt(u64, before, 10);
    extism.setVariable("total", try std.fmt.allocPrint(allocator, "{d}", .{total}));

    const report = .{ .count = count, .total = total, .vowels = vowels };
    extism.output(try std.fmt.allocPrint(allocator, "{f}", .{std.json.fmt(report, .{})}));
}

export fn config_get() i32 {
    return extism.run(configGet);
}

fn configGet(allocator: Allocator) !void {
    const key = try extism.input(allocator);
    const value = try extism.config(allocator, key) orelse
        return extism.fail(allocator, "no config value for '{s}'", .{key});
    extism.output(value);
}

export fn var_set() i32 {
    return extism.run(varSet);
}

fn varSet(allocator: Allocator) !void {
    const assignment = try extism.input(allocator);
    const equals = std.mem.findScalar(u8, assignment, '=') orelse
        return extism.fail(allocator, "expected key=value", .{});
    extism.setVariable(assignment[0..equals], assignment[equals + 1 ..]);
}

export fn var_get() i32 {
    return extism.run(varGet);
}

fn varGet(allocator: Allocator) !void {
    const name = try extism.input(allocator);
    const value = try extism.variable(allocator, name) orelse
        return extism.fail(allocator, "no variable '{s}'", .{name});
    extism.output(value);
}

export fn http_get() i32 {
    return extism.run(httpGet);
}

fn httpGet(allocator: Allocator) !void {
    const response = try extism.get(allocator, try extism.input(allocator));
    extism.output(try std.fmt.allocPrint(allocator, "{d} {s}", .{ response.status, response.body }));
}

export fn log_all() i32 {
    return extism.run(logAll);
}

fn logAll(allocator: Allocator) !void {
    const text = try extism.input(allocator);
    inline for (.{ "trace", "debug", "info", "warn", "error" }) |level| {
        const message = try std.fmt.allocPrint(allocator, level ++ ": {s}", .{text});
        @field(extism.env, "log_" ++ level)(extism.Block.of(message));
    }
}

export fn fail() i32 {
    return extism.run(failWithInput);
}

fn failWithInput(allocator: Allocator) !void {
    return extism.fail(allocator, "{s}", .{try extism.input(allocator)});
}

export fn reflect() i32 {
    return extism.run(reflectInput);
}

fn reflectInput(allocator: Allocator) !void {
    const answer = host_reflect(extism.Block.of(try extism.input(allocator)));
    extism.output(try answer.take(allocator) orelse "");
}
