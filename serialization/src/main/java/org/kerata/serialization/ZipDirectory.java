package org.kerata.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a zip file from a stranger. Double names, names that lead elsewhere, members that overlap or would unpack to far more
 * than they are, are errors.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int MOST_MEMBERS = 100_000;
    private static final long LONGEST_DIRECTORY = 64L << 20;

    /** Keras's own bounds: above 4 GiB a member may unpack to 100 times its length at most. */
    private static final long RATIO = 100;

    private static final int SMALL = 1 << 20;

    private final String file;
    private final FileChannel channel;
    private final long length;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /**
     * A member.
     *
     * @param method 0 if it is stored, 8 if it is deflated
     * @param packed its bytes in the file
     * @param size its bytes when unpacked
     * @param header where it begins
     */
    record Member(String name, int method, long crc, long packed, long size, long header) {
        boolean isStored() {
            return method == 0;
        }
    }

    /** Reads the directory of a zip file. */
    ZipDirectory(String file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
        directory();
        requireApart();
    }

    /** The members by their names, in order. */
    Map<String, Member> members() {
        return members;
    }

    /** An error of damaged bytes. */
    ModelFileException broken(@Nullable String place, String problem) {
        return ModelFileException.at(
                file, place, problem + " The file is damaged or was not written completely; get it again.");
    }

    /** Bytes of the file, little-endian. */
    ByteBuffer bytes(long from, long count, String what) throws IOException {
        if (from < 0 || count < 0 || count > Integer.MAX_VALUE || from > length - count) {
            throw broken(
                    null,
                    what + " would be at byte " + from + ", " + count + " bytes long, but the file has " + length
                            + " bytes.");
        }
        ByteBuffer b = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (b.hasRemaining()) {
            if (channel.read(b, from + b.position()) < 0) {
                throw broken(null, what + " ends early.");
            }
        }
        return b.flip();
    }

    private void directory() throws IOException {
        long tail = Math.min(length, END_LENGTH + 0xFFFFL);
        ByteBuffer b = bytes(length - tail, tail, "The end");
        int at = (int) tail - END_LENGTH;
        while (at >= 0 && b.getInt(at) != END) {
            at--;
        }
        if (at < 0) {
            throw broken(null, "It has no zip directory.");
        }
        long count = b.getShort(at + 10) & 0xFFFF;
        long size = b.getInt(at + 12) & 0xFFFFFFFFL;
        long start = b.getInt(at + 16) & 0xFFFFFFFFL;
        if (count == 0xFFFF || size == 0xFFFFFFFFL || start == 0xFFFFFFFFL) {
            ByteBuffer locator = bytes(length - tail + at - 20, 20, "The zip64 locator");
            if (locator.getInt(0) == LOCATOR_64) {
                ByteBuffer end = bytes(locator.getLong(8), 56, "The zip64 directory's end");
                if (end.getInt(0) != END_64) {
                    throw broken(null, "Its zip64 directory is not where it should be.");
                }
                count = end.getLong(32);
                size = end.getLong(40);
                start = end.getLong(48);
            }
        }
        if (count < 0 || count > MOST_MEMBERS || size < 0 || size > LONGEST_DIRECTORY) {
            throw broken(null, "Its directory would have " + count + " members in " + size + " bytes.");
        }
        entries(bytes(start, size, "The directory"), count);
    }

    private void entries(ByteBuffer b, long count) {
        for (long i = 0; i < count; i++) {
            if (b.remaining() < 46 || b.getInt(b.position()) != CENTRAL) {
                throw broken(null, "Its directory ends after " + i + " of " + count + " members.");
            }
            int p = b.position();
            int flags = b.getShort(p + 8);
            int name = b.getShort(p + 28) & 0xFFFF;
            int extra = b.getShort(p + 30) & 0xFFFF;
            int comment = b.getShort(p + 32) & 0xFFFF;
            if (b.remaining() < 46 + name + extra + comment) {
                throw broken(null, "Its directory ends within member " + i + ".");
            }
            byte[] n = new byte[name];
            b.get(p + 46, n);
            long[] sizes = {
                b.getInt(p + 24) & 0xFFFFFFFFL, b.getInt(p + 20) & 0xFFFFFFFFL, b.getInt(p + 42) & 0xFFFFFFFFL
            };
            wide(b, p + 46 + name, extra, sizes);
            String path = new String(n, StandardCharsets.UTF_8);
            add(
                    new Member(path, b.getShort(p + 10), b.getInt(p + 16) & 0xFFFFFFFFL, sizes[1], sizes[0], sizes[2]),
                    flags);
            b.position(p + 46 + name + extra + comment);
        }
    }

    /** Lengths and places that need 64 bits stand in an extra field, those only. */
    private static void wide(ByteBuffer b, int from, int length, long[] sizes) {
        int at = from;
        while (at + 4 <= from + length) {
            int id = b.getShort(at);
            int n = b.getShort(at + 2) & 0xFFFF;
            if (id == 1) {
                int field = at + 4;
                for (int i = 0; i < sizes.length && field + 8 <= Math.min(at + 4 + n, from + length); i++) {
                    if (sizes[i] == 0xFFFFFFFFL) {
                        sizes[i] = b.getLong(field);
                        field += 8;
                    }
                }
            }
            at += 4 + n;
        }
    }

    private void add(Member m, int flags) {
        String n = m.name();
        String path = "/" + n.replace('\\', '/') + "/";
        if (n.isEmpty() || n.startsWith("/") || path.contains("/../") || n.contains(":")) {
            throw ModelFileException.at(
                    file, n, "a member's name leads out of the file, which no model file needs. Do not use the file.");
        }
        if ((flags & 1) != 0) {
            throw ModelFileException.at(file, n, "the member is encrypted. Unpack it and save it anew.");
        }
        if (m.method() != 0 && m.method() != 8) {
            throw ModelFileException.at(
                    file, n, "the member is compressed in a way (" + m.method() + ") that is not known. Zip it anew.");
        }
        if (m.size() < 0
                || m.packed() < 0
                || m.header() < 0
                || m.header() > length - m.packed()
                || (m.method() == 0 && m.size() != m.packed())) {
            throw broken(
                    n,
                    "the member would have " + m.size() + " bytes, " + m.packed() + " in the file, at byte "
                            + m.header() + " of " + length + ".");
        }
        if (m.size() > SMALL && m.size() / RATIO > Math.max(1, m.packed())) {
            throw ModelFileException.at(
                    file,
                    n,
                    "the member would unpack to " + m.size() + " bytes from " + m.packed() + ", more than " + RATIO
                            + " times as many. Do not use the file.");
        }
        if (members.putIfAbsent(n, m) != null) {
            throw ModelFileException.at(file, n, "there are two members of this name. Do not use the file.");
        }
    }

    private void requireApart() {
        List<Member> all = new ArrayList<>(members.values());
        all.sort(Comparator.comparingLong(Member::header));
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).header() < all.get(i - 1).header + all.get(i - 1).packed) {
                throw broken(all.get(i).name, "the member overlaps \"" + all.get(i - 1).name + "\".");
            }
        }
    }

    /** Where the bytes of a member begin. */
    long start(Member m) throws IOException {
        ByteBuffer header = bytes(m.header(), 30, "The header of " + m.name());
        if (header.getInt(0) != LOCAL) {
            throw broken(m.name(), "the member is not where the directory says.");
        }
        long start = m.header() + 30 + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
        if (start > length - m.packed()) {
            throw broken(m.name(), "the member goes beyond the end of the file.");
        }
        return start;
    }
}
