package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries of a group of the format's first version: a B-tree over nodes of symbols, their names in a local heap. */
final class SymbolTable {
    private static final int SOFT = 2;
    private static final int MOST_LEVELS = 16;

    private final Source source;
    private final ByteBuffer names;
    private final List<Link> links = new ArrayList<>();

    private SymbolTable(Source source, ByteBuffer names) {
        this.source = source;
        this.names = names;
    }

    /** @param message a symbol table message */
    static List<Link> read(Source source, ByteBuffer message) {
        long tree = message.getLong();
        ByteBuffer heap = source.meta(message.getLong(), 32, "a heap of names");
        if (heap.getInt(0) != ObjectHeader.signature("HEAP")) {
            throw new Damage("there is no heap of names where it should be.");
        }
        SymbolTable t = new SymbolTable(source, source.meta(heap.getLong(24), heap.getLong(8), "a heap of names"));
        t.tree(tree, -1);
        return t.links;
    }

    private void tree(long address, int expected) {
        source.claim(address, "a tree of names");
        ByteBuffer head = source.meta(address, 24, "a tree of names");
        int level = head.get(5) & 0xFF;
        if (head.getInt(0) != ObjectHeader.signature("TREE") || head.get(4) != 0) {
            throw new Damage("there is no tree of names where it should be.");
        }
        if (expected >= 0 ? level != expected : level > MOST_LEVELS) {
            throw new Damage("a tree of names has a part of level " + level + " where it should not.");
        }
        int branches = Short.toUnsignedInt(head.getShort(6));
        ByteBuffer b = source.meta(address + 24, 16L * branches, "a tree of names");
        for (int i = 0; i < branches; i++) {
            long child = b.getLong(16 * i + 8);
            if (level > 0) {
                tree(child, level - 1);
            } else {
                symbols(child);
            }
        }
    }

    private void symbols(long address) {
        source.claim(address, "a table of names");
        ByteBuffer head = source.meta(address, 8, "a table of names");
        if (head.getInt(0) != ObjectHeader.signature("SNOD")) {
            throw new Damage("there is no table of names where it should be.");
        }
        int count = Short.toUnsignedInt(head.getShort(6));
        ByteBuffer b = source.meta(address + 8, 40L * count, "a table of names");
        for (int i = 0; i < count; i++) {
            long at = b.getLong(40 * i);
            if (at < 0 || at >= names.limit()) {
                throw new Damage("a name should lie at byte " + at + " of " + names.limit() + " bytes of names.");
            }
            ByteBuffer name = Link.untilZero(names.slice((int) at, names.limit() - (int) at));
            Link.Kind kind = b.getInt(40 * i + 16) == SOFT ? Link.Kind.SOFT : Link.Kind.HARD;
            links.add(new Link(Link.text(name, "a name"), kind, b.getLong(40 * i + 8)));
        }
    }
}
