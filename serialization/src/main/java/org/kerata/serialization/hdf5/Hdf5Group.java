package org.kerata.serialization.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.serialization.ModelFileException;

/**
 * A group of a file that is being read. Nothing below it is read before it is asked for. Names are what the file has: a backslash in one
 * is a letter like others.
 */
public final class Hdf5Group extends Hdf5Node {
    private static final int DEEPEST = 100;

    private final Hdf5File file;
    private final Map<String, Link> links;
    private final Map<String, Hdf5Node> opened = new HashMap<>();
    private final int depth;

    private Hdf5Group(Hdf5File file, String path, String name, ObjectHeader header, int depth) {
        super(file.source(), path, name, header);
        this.file = file;
        this.depth = depth;
        this.links = Links.read(file.source(), header);
    }

    static Hdf5Group root(Hdf5File file, long address) {
        return open(file, "/", "", address, ObjectHeader.read(file.source(), address), 0);
    }

    private static Hdf5Group open(
            Hdf5File file, String path, String name, long address, ObjectHeader header, int depth) {
        if (depth > DEEPEST) {
            throw new Damage("groups are nested more than " + DEEPEST + " deep.");
        }
        String first = file.enter(address, path);
        if (!first.equals(path)) {
            throw new Damage("this group is the group " + first + " again. Kerata reads trees: a group that is linked"
                    + " to from two places, or that contains itself, is refused.");
        }
        return new Hdf5Group(file, path, name, header, depth);
    }

    /** The names of what is directly in this group, in the order of their bytes. */
    public List<String> names() {
        return List.copyOf(links.keySet());
    }

    /** Whether something with this name is directly in this group. */
    public boolean has(String name) {
        return links.containsKey(name);
    }

    /**
     * What is directly in this group.
     *
     * @throws ModelFileException if one of it cannot be read
     */
    public List<Hdf5Node> children() {
        List<Hdf5Node> out = new ArrayList<>();
        for (String name : links.keySet()) {
            out.add(child(name));
        }
        return out;
    }

    /** What is directly in this group under a name. */
    public synchronized Hdf5Node child(String name) {
        Hdf5Node known = opened.get(name);
        if (known == null) {
            Link link = links.get(name);
            if (link == null) {
                throw source().error(
                                path(), "there is no \"" + name + "\" here. There are: " + list(links.keySet()) + ".");
            }
            String below = path().equals("/") ? "/" + name : path() + "/" + name;
            known = source().guarded(below, () -> open(link, below));
            opened.put(name, known);
        }
        return known;
    }

    private Hdf5Node open(Link link, String below) {
        if (link.kind() != Link.Kind.HARD) {
            throw new Damage("this is " + (link.kind() == Link.Kind.SOFT ? "a soft link" : "a link into another file")
                    + ". Kerata follows no links, and Keras writes none.");
        }
        ObjectHeader header = ObjectHeader.read(source(), link.address());
        if (header.has(ObjectHeader.LAYOUT)) {
            return new Hdf5Dataset(source(), below, link.name(), header);
        }
        if (!header.has(ObjectHeader.SYMBOL_TABLE) && !header.has(ObjectHeader.LINK_INFO)) {
            throw new Damage("this is neither a group nor a dataset.");
        }
        return open(file, below, link.name(), link.address(), header, depth + 1);
    }

    /** What stands at a path below this group, such as {@code layers/dense/vars/0}; null if nothing does. */
    public @Nullable Hdf5Node find(String path) {
        Hdf5Node at = this;
        for (String part : path.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            if (!(at instanceof Hdf5Group g) || !g.has(part)) {
                return null;
            }
            at = g.child(part);
        }
        return at;
    }

    /**
     * The group at a path below this one.
     *
     * @throws ModelFileException if there is none; the message says how far the path leads
     */
    public Hdf5Group group(String path) {
        if (walk(path) instanceof Hdf5Group g) {
            return g;
        }
        throw source().error(walk(path).path(), "expected a group. Received: a dataset.");
    }

    /**
     * The dataset at a path below this group.
     *
     * @throws ModelFileException if there is none; the message says how far the path leads
     */
    public Hdf5Dataset dataset(String path) {
        if (walk(path) instanceof Hdf5Dataset d) {
            return d;
        }
        throw source().error(walk(path).path(), "expected a dataset. Received: a group.");
    }

    private Hdf5Node walk(String path) {
        Hdf5Node at = this;
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                if (!(at instanceof Hdf5Group g)) {
                    throw source().error(
                                    at.path(), "expected a group with \"" + part + "\" in it. Received: a dataset.");
                }
                at = g.child(part);
            }
        }
        return at;
    }

    @Override
    public String toString() {
        return path() + " (group of " + links.size() + ")";
    }
}
