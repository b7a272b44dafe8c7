package org.kerata.serialization.hdf5;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The children of a group that is being written, as HDF5 had them from the beginning: their names in a local heap ({@code HEAP}),
 * themselves in symbol table nodes ({@code SNOD}) of up to eight, over which stands a B-tree ({@code TREE}) with up to 32 branches a node.
 */
final class SymbolTableDraft {
    /** Half of the entries of a node of symbols; stands in the superblock. */
    static final int LEAF_K = 4;

    /** Half of the branches of a node of the tree; stands in the superblock. */
    static final int INTERNAL_K = 16;

    private static final int ENTRIES = 2 * LEAF_K;
    private static final int BRANCHES = 2 * INTERNAL_K;
    private static final int ENTRY_BYTES = 40;
    private static final int NODE_BYTES = 24 + 8 * (2 * BRANCHES + 1);

    /** The heap's mark for having nothing free. */
    private static final long NOTHING_FREE = 1;

    private final Bytes file;

    /** A part of the tree: where it stands, and where in the heap the last name in it does. */
    private record Branch(long address, long last) {}

    private SymbolTableDraft(Bytes file) {
        this.file = file;
    }

    /** Appends the table of a group whose children's headers stand in the file. */
    static void write(Bytes file, GroupDraft group, Map<NodeDraft, Long> headers) {
        new SymbolTableDraft(file).write(group, headers);
    }

    private void write(GroupDraft group, Map<NodeDraft, Long> headers) {
        Map<byte[], NodeDraft> children = group.sorted();
        Bytes names = new Bytes().u8(0); // the empty name, which is less than all others
        List<Long> offsets = new ArrayList<>();
        for (byte[] name : children.keySet()) {
            offsets.add((long) names.position());
            names.put(name).u1(0).align();
        }
        long heap = heap(names);
        List<Branch> level = symbols(new ArrayList<>(children.values()), offsets, headers);
        int height = 0;
        do {
            level = nodes(level, height++);
        } while (level.size() > 1);
        group.table(level.get(0).address, heap);
    }

    private long heap(Bytes names) {
        file.align();
        long at = file.position();
        file.ascii("HEAP").u4(0).u8(names.position()).u8(NOTHING_FREE).u8(at + 32);
        file.put(names);
        return at;
    }

    private List<Branch> symbols(List<NodeDraft> children, List<Long> names, Map<NodeDraft, Long> headers) {
        List<Branch> out = new ArrayList<>();
        for (int from = 0; from < children.size(); from += ENTRIES) {
            int to = Math.min(from + ENTRIES, children.size());
            out.add(new Branch(file.position(), names.get(to - 1)));
            file.ascii("SNOD").u1(1, 0).u2(to - from);
            for (int i = from; i < to; i++) {
                entry(file, names.get(i), children.get(i), headers);
            }
            file.zeros((ENTRIES - to + from) * ENTRY_BYTES);
        }
        return out;
    }

    /** A symbol table entry; that of a group repeats where its own table is. */
    static void entry(Bytes file, long name, NodeDraft node, Map<NodeDraft, Long> headers) {
        file.u8(name).u8(headers.getOrDefault(node, Bytes.UNDEFINED));
        if (node instanceof GroupDraft g) {
            file.u4(1).u4(0).u8(g.tree()).u8(g.names());
        } else {
            file.zeros(24);
        }
    }

    /** One level of the tree; a group without children has one empty node. */
    private List<Branch> nodes(List<Branch> below, int height) {
        List<Branch> out = new ArrayList<>();
        long first = file.position();
        int count = Math.max(1, (below.size() + BRANCHES - 1) / BRANCHES);
        long smaller = 0;
        for (int n = 0; n < count; n++) {
            int from = n * BRANCHES;
            int to = Math.min(from + BRANCHES, below.size());
            long at = file.position();
            file.ascii("TREE").u1(0, height).u2(to - from);
            file.u8(n == 0 ? Bytes.UNDEFINED : at - NODE_BYTES);
            file.u8(n == count - 1 ? Bytes.UNDEFINED : at + NODE_BYTES);
            // A key before the first branch: less than all names in it. One after each: the last name in it.
            file.u8(smaller);
            for (Branch b : below.subList(from, to)) {
                file.u8(b.address).u8(b.last);
                smaller = b.last;
            }
            file.zeros((int) (first + (n + 1L) * NODE_BYTES - file.position()));
            out.add(new Branch(at, smaller));
        }
        return out;
    }
}
