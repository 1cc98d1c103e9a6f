//! What a plug-in written in Zig needs of its host: the imports of "extism:host/env" under the host's names, and slices
//! on top of them.

const std = @import("std");

/// A piece of the host's memory, known by its address. The guest cannot point into it, only copy from and to it.
pub const Block = enum(u64) {
    none = 0,
    _,

    /// Copies bytes to a new block.
    pub fn of(bytes: []const u8) Block {
        const block = env.alloc(bytes.len);
        const address = @intFromEnum(block);
        for (bytes, 0..) |byte, i| {
            env.store_u8(address + i, byte);
        }
        return block;
    }

    /// Copies the block to memory of the guest and frees it; null when there is none.
    pub fn take(block: Block, allocator: std.mem.Allocator) !?[]u8 {
        if (block == .none) return null;
        const address = @intFromEnum(block);
        const bytes = try allocator.alloc(u8, @intCast(env.length(block)));
        for (bytes, 0..) |*byte, i| {
            byte.* = @truncate(env.load_u8(address + i));
        }
        env.free(block);
        return bytes;
    }
};

/// The host's functions as they are.
pub const env = struct {
    pub extern "extism:host/env" fn alloc(length: u64) Block;
    pub extern "extism:host/env" fn free(block: Block) void;
    pub extern "extism:host/env" fn length(block: Block) u64;
    pub extern "extism:host/env" fn load_u8(address: u64) u32;
    pub extern "extism:host/env" fn store_u8(address: u64, value: u32) void;
    pub extern "extism:host/env" fn input_length() u64;
    pub extern "extism:host/env" fn input_load_u8(index: u64) u32;
    pub extern "extism:host/env" fn output_set(block: Block, length: u64) void;
    pub extern "extism:host/env" fn error_set(message: Block) void;
    pub extern "extism:host/env" fn config_get(key: Block) Block;
    pub extern "extism:host/env" fn var_get(key: Block) Block;
    pub extern "extism:host/env" fn var_set(key: Block, value: Block) void;
    pub extern "extism:host/env" fn http_request(request: Block, body: Block) Block;
    pub extern "extism:host/env" fn http_status_code() i32;
    pub extern "extism:host/env" fn log_trace(message: Block) void;
    pub extern "extism:host/env" fn log_debug(message: Block) void;
    pub extern "extism:host/env" fn log_info(message: Block) void;
    pub extern "extism:host/env" fn log_warn(message: Block) void;
    pub extern "extism:host/env" fn log_error(message: Block) void;
};

/// The call's input.
pub fn input(allocator: std.mem.Allocator) ![]u8 {
    const bytes = try allocator.alloc(u8, @intCast(env.input_length()));
    for (bytes, 0..) |*byte, i| {
        byte.* = @truncate(env.input_load_u8(i));
    }
    return bytes;
}

/// Makes bytes the call's output.
pub fn output(bytes: []const u8) void {
    env.output_set(Block.of(bytes), bytes.len);
}

/// The host's configuration, null for a key that it does not have.
pub fn config(allocator: std.mem.Allocator, key: []const u8) !?[]u8 {
    return env.config_get(Block.of(key)).take(allocator);
}

/// A variable that an earlier call has set, null when none has.
pub fn variable(allocator: std.mem.Allocator, name: []const u8) !?[]u8 {
    return env.var_get(Block.of(name)).take(allocator);
}

pub fn setVariable(name: []const u8, value: []const u8) void {
    env.var_set(Block.of(name), Block.of(value));
}

pub const Response = struct { status: i32, body: []const u8 };

/// Sends a GET request; the host must allow the URL.
pub fn get(allocator: std.mem.Allocator, url: []const u8) !Response {
    const request = try std.fmt.allocPrint(allocator, "{f}", .{std.json.fmt(.{ .method = "GET", .url = url }, .{})});
    const body = try env.http_request(Block.of(request), .none).take(allocator);
    return .{ .status = env.http_status_code(), .body = body orelse "" };
}

/// Runs a function with an arena that lives as long as the call, and makes an error of it the call's.
pub fn run(comptime function: fn (allocator: std.mem.Allocator) anyerror!void) i32 {
    var arena = std.heap.ArenaAllocator.init(std.heap.wasm_allocator);
    defer arena.deinit();
    function(arena.allocator()) catch |failure| {
        env.error_set(if (failure == error.Told) message else Block.of(@errorName(failure)));
        return 1;
    };
    return 0;
}

// What error.Told is about.
var message: Block = .none;

/// An error with a text: `return extism.fail(allocator, "no {s}", .{name});`
pub fn fail(allocator: std.mem.Allocator, comptime format: []const u8, arguments: anytype) anyerror {
    message = Block.of(try std.fmt.allocPrint(allocator, format, arguments));
    return error.Told;
}
