package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * An entry of a group.
 *
 * @param address of the object's header; meaningless unless the link is hard
 */
record Link(String name, Kind kind, long address) {
    /** What a link leads to. */
    enum Kind {
        /** An object of this file. */
        HARD,
        /** A path, perhaps of nothing. */
        SOFT,
        /** A path in another file. */
        EXTERNAL
    }

    /** A link message. */
    static Link read(ByteBuffer b) {
        int version = b.get();
        int flags = b.get();
        if (version != 1) {
            throw new Damage("a link has version " + version + "; version 1 is known.");
        }
        int type = (flags & 8) != 0 ? b.get() & 0xFF : 0;
        b.position(b.position() + ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        long length = ObjectHeader.number(b, 1 << (flags & 3));
        if (length < 1 || length > b.remaining()) {
            throw new Damage("a link's name takes " + length + " bytes, of " + b.remaining() + " that are there.");
        }
        String name = text(b.slice(b.position(), (int) length), "a link's name");
        b.position(b.position() + (int) length);
        return switch (type) {
            case 0 -> new Link(name, Kind.HARD, b.getLong());
            case 1 -> new Link(name, Kind.SOFT, 0);
            default -> new Link(name, Kind.EXTERNAL, 0);
        };
    }

    /** UTF-8 that has to be right: a damaged name should not pass for another one. */
    static String text(ByteBuffer bytes, String what) {
        byte[] plain = new byte[bytes.remaining()];
        bytes.get(bytes.position(), plain);
        boolean ascii = true;
        for (byte b : plain) {
            ascii &= b >= 0;
        }
        if (ascii) {
            return new String(plain, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Damage(what + " is not valid UTF-8.");
        }
    }

    /** The bytes before the first zero, or all. */
    static ByteBuffer untilZero(ByteBuffer bytes) {
        int n = 0;
        while (n < bytes.remaining() && bytes.get(bytes.position() + n) != 0) {
            n++;
        }
        return bytes.slice(bytes.position(), n);
    }
}
