package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * A group that is going to be written. Names are paths, as in h5py: {@code group("a/b")} makes {@code a} and in it {@code b}, and finds
 * what is there already.
 */
public final class GroupDraft extends NodeDraft {
    private final Map<String, NodeDraft> children = new LinkedHashMap<>();
    private long tree;
    private long names;

    GroupDraft(String path) {
        super(path);
    }

    /** The group at a path below this one; it and those above it are made if they are not there. */
    public GroupDraft group(String path) {
        GroupDraft at = this;
        for (String part : parts(path)) {
            NodeDraft there = at.children.get(part);
            if (there == null) {
                there = at.put(part, new GroupDraft(at.below(part)));
            }
            if (!(there instanceof GroupDraft g)) {
                throw there.error("there is a dataset here already; it cannot be a group too. Choose another name.");
            }
            at = g;
        }
        return at;
    }

    /** A dataset with the elements, type and shape of a tensor, which is computed when it is written. */
    public DatasetDraft dataset(String path, Tensor tensor) {
        return add(path, Hdf5Type.of(tensor.dtype()), tensor.shape().dims(), new Content.Memory(tensor));
    }

    /**
     * A dataset of numbers or strings of one length.
     *
     * @param bytes gives all elements, little-endian and in row-major order; asked each time the file or its checksum is made
     */
    public DatasetDraft dataset(String path, Hdf5Type type, long[] shape, Supplier<ByteBuffer> bytes) {
        if (type.kind() == Hdf5Type.Kind.STRING) {
            throw error("strings of variable length are given as strings. Use strings(\"" + path + "\", …).");
        }
        return add(path, type, shape.clone(), new Content.Raw(bytes));
    }

    /** A dataset that is a vector of strings of any length. */
    public DatasetDraft strings(String path, List<String> values) {
        List<byte[]> encoded = values.stream().map(NodeDraft::utf8).toList();
        return add(path, Hdf5Type.STRING, new long[] {values.size()}, new Content.Strings(encoded));
    }

    /** A dataset that is one string of any length. */
    public DatasetDraft string(String path, String value) {
        return add(path, Hdf5Type.STRING, new long[0], new Content.Strings(List.of(utf8(value))));
    }

    private DatasetDraft add(String path, Hdf5Type type, long[] shape, Content content) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            throw error("a dataset needs a name. Received: \"" + path + "\".");
        }
        int last = parts.size() - 1;
        GroupDraft in = group(String.join("/", parts.subList(0, last)));
        String name = parts.get(last);
        @Nullable NodeDraft there = in.children.get(name);
        if (there != null) {
            throw there.error("there is a " + (there instanceof GroupDraft ? "group" : "dataset")
                    + " here already. Choose another name.");
        }
        DatasetDraft d = new DatasetDraft(in.below(name), type, shape, content);
        in.put(name, d);
        return d;
    }

    private NodeDraft put(String name, NodeDraft child) {
        if (name.indexOf('\0') >= 0) {
            throw child.error("a name must not hold a zero character.");
        }
        children.put(name, child);
        return child;
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(p -> !p.isEmpty() && !p.equals("."))
                .toList();
    }

    private String below(String name) {
        return path().equals("/") ? "/" + name : path() + "/" + name;
    }

    /** The children in the order of their names' bytes, by which HDF5 searches. */
    Map<byte[], NodeDraft> sorted() {
        Map<byte[], NodeDraft> sorted = new TreeMap<>(Arrays::compareUnsigned);
        children.forEach((name, child) -> sorted.put(utf8(name), child));
        return sorted;
    }

    /** Sets what {@link SymbolTableDraft} made of the children. */
    void table(long tree, long names) {
        this.tree = tree;
        this.names = names;
    }

    /** The address of the tree of children. */
    long tree() {
        return tree;
    }

    /** The address of the heap of their names. */
    long names() {
        return names;
    }

    @Override
    int own(Bytes file) {
        symbolTable(file, tree, names);
        return 1;
    }
}
