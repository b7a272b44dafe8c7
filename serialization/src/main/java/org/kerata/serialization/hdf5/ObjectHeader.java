package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an object is made of: a list of messages, in one block or several, in either of the format's two versions. */
final class ObjectHeader {
    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int FILL_OLD = 0x04;
    static final int FILL = 0x05;
    static final int LINK = 0x06;
    static final int EXTERNAL_FILES = 0x07;
    static final int LAYOUT = 0x08;
    static final int FILTERS = 0x0B;
    static final int ATTRIBUTE = 0x0C;
    static final int SYMBOL_TABLE = 0x11;
    static final int ATTRIBUTE_INFO = 0x15;

    private static final int CONTINUATION = 0x10;
    private static final int SHARED = 2;

    /** A message's kind and content. */
    record Message(int type, boolean shared, ByteBuffer body) {}

    private record Block(long address, long length) {}

    private final Source source;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();

    private ObjectHeader(Source source) {
        this.source = source;
    }

    static ObjectHeader read(Source source, long address) {
        ObjectHeader h = new ObjectHeader(source);
        ByteBuffer first = source.meta(address, 16, "an object header");
        if (first.get(0) == 1) {
            h.old(address, first);
        } else if (first.getInt(0) == signature("OHDR") && first.get(4) == 2) {
            h.recent(address, first.get(5));
        } else {
            throw new Damage("there is no object header at byte " + address + ".");
        }
        return h;
    }

    /** Four letters as the number that they are in a file. */
    static int signature(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }

    /** The messages of a kind. */
    List<ByteBuffer> all(int type) {
        return messages.stream()
                .filter(m -> m.type == type)
                .map(m -> m.shared ? elsewhere(source, m.body, type) : content(m.body))
                .toList();
    }

    /** The only message of a kind, or null. */
    @Nullable
    ByteBuffer one(int type) {
        List<ByteBuffer> found = all(type);
        if (found.size() > 1) {
            throw new Damage("an object header has " + found.size() + " messages of type " + type + ".");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    boolean has(int type) {
        return messages.stream().anyMatch(m -> m.type == type);
    }

    /** A message that is kept in the header of another object, as the type of several datasets can be. */
    static ByteBuffer elsewhere(Source source, ByteBuffer pointer, int type) {
        int version = pointer.get(0);
        int kind = pointer.get(1);
        boolean inTable = version == 3 && kind != 2 && kind != 3;
        if (inTable || version < 1 || version > 3) {
            throw new Damage("a message is kept in a table of shared messages, which Kerata does not read."
                    + " Copy the file with h5repack.");
        }
        ObjectHeader other = read(source, pointer.getLong(version == 1 ? 8 : 2));
        for (Message m : other.messages) {
            if (m.type == type && !m.shared) {
                return content(m.body);
            }
        }
        throw new Damage("a message that is said to be kept elsewhere is not there.");
    }

    private static ByteBuffer content(ByteBuffer body) {
        return body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void old(long address, ByteBuffer head) {
        int count = Short.toUnsignedInt(head.getShort(2));
        add(address + 16, Integer.toUnsignedLong(head.getInt(8)));
        while (!blocks.isEmpty()) {
            Block block = blocks.remove();
            ByteBuffer b = source.meta(block.address, block.length, "an object header");
            while (b.remaining() >= 8 && messages.size() < count) {
                int type = Short.toUnsignedInt(b.getShort());
                int length = Short.toUnsignedInt(b.getShort());
                int flags = b.getInt() & 0xFF;
                message(type, flags, b, length);
            }
        }
    }

    private void recent(long address, int flags) {
        int skipped = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        int width = 1 << (flags & 3);
        long length = number(source.meta(address + skipped, width, "an object header"), width);
        int order = (flags & 4) != 0 ? 2 : 0;
        add(address, skipped + width + length + 4);
        int skip = skipped + width;
        while (!blocks.isEmpty()) {
            Block block = blocks.remove();
            ByteBuffer b = source.meta(block.address, block.length, "an object header");
            Checksum.check(b, "an object header");
            if (b.getInt(0) != signature(skip == 4 ? "OCHK" : "OHDR")) {
                throw new Damage("an object header does not go on where it should.");
            }
            b.position(skip).limit(b.limit() - 4);
            while (b.remaining() >= 4 + order) {
                int type = b.get() & 0xFF;
                int bytes = Short.toUnsignedInt(b.getShort());
                int messageFlags = b.get();
                b.position(b.position() + order);
                message(type, messageFlags, b, bytes);
            }
            skip = 4;
        }
    }

    private void message(int type, int flags, ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new Damage("a message of an object header goes beyond the header's end.");
        }
        ByteBuffer body = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        if (type == CONTINUATION) {
            add(body.getLong(0), body.getLong(8));
        }
        messages.add(new Message(type, (flags & SHARED) != 0, body));
    }

    private void add(long address, long length) {
        if (!seen.add(address)) {
            throw new Damage("an object header goes on in itself.");
        }
        blocks.add(new Block(address, length));
    }

    /** An unsigned number of up to eight bytes. */
    static long number(ByteBuffer b, int bytes) {
        long n = 0;
        for (int i = 0; i < bytes; i++) {
            n |= (b.get() & 0xFFL) << (8 * i);
        }
        return n;
    }
}
