package dev.mortise.lab.host;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** How a list of numbers becomes a message, with each format's usual library for Java. */
@FunctionalInterface
interface ListCodec {

    byte[] encode(int[] list);

    /** The codec of this name. No class of another one is loaded. */
    static ListCodec named(String name) {
        return switch (name) {
            case "bincode" -> ListCodec::bincode;
            case "msgpack" -> ListCodec::messagePack;
            case "json" -> {
                ObjectMapper mapper = JsonMapper.builder().build();
                yield mapper::writeValueAsBytes;
            }
            case "protobuf" -> ListCodec::protobuf;
            default -> throw new UsageException("there is no format '%s'".formatted(name));
        };
    }

    /** The numbers alone. */
    static byte[] bytes(int[] list) {
        var bytes = ByteBuffer.allocate(Integer.BYTES * list.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(list);
        return bytes.array();
    }

    /** The length in 64 bits, then the numbers. */
    private static byte[] bincode(int[] list) {
        var bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES * list.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(list.length).asIntBuffer().put(list);
        return bytes.array();
    }

    private static byte[] messagePack(int[] list) {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(list.length);
            for (var each : list) {
                packer.packInt(each);
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message whose field 1 is the list, packed; what the generated class of such a message does. */
    private static byte[] protobuf(int[] list) {
        if (list.length == 0) {
            return new byte[0];
        }
        int content = 0;
        for (var each : list) {
            content += CodedOutputStream.computeUInt32SizeNoTag(each);
        }
        var bytes = new byte[CodedOutputStream.computeTagSize(1) + CodedOutputStream.computeUInt32SizeNoTag(content)
                + content];
        var out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(content);
            for (var each : list) {
                out.writeUInt32NoTag(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }
}
