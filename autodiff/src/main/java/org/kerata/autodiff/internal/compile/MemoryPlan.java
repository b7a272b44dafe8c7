package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every buffer its place in one arena. Two buffers share bytes when their lifetimes do not meet: counted in phases, or in single
 * tasks where both belong to the same slice alone. An output may also take over the memory of an input that nobody reads any more. Values that
 * change only with variables lie in memory of their own, which all instances of a program share.
 */
final class MemoryPlan {
    private static final int ALIGNMENT = 64;
    private static final int EVERY_SLICE = -1;

    private final List<Item> items = new ArrayList<>();
    private long derivedBytes;
    private final Map<Task, long[]> scratch = new HashMap<>();
    private final Map<Task, Item> sharedScratch = new HashMap<>();
    private long bytes;

    /** One stretch to be placed. Lifetimes are positions in the order of tasks, with the phases they fall into. */
    private static final class Item {
        final long size;
        final int slice;
        final int first;
        final int firstPhase;
        int last;
        int lastPhase;
        long offset;

        Item(long size, int slice, int first, int last, int firstPhase, int lastPhase) {
            this.size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            this.slice = slice;
            this.first = first;
            this.last = last;
            this.firstPhase = firstPhase;
            this.lastPhase = lastPhase;
        }

        boolean meets(Item o) {
            if (slice != EVERY_SLICE && slice == o.slice) {
                return first <= o.last && o.first <= last;
            }
            return firstPhase <= o.lastPhase && o.firstPhase <= lastPhase;
        }
    }

    private MemoryPlan() {}

    static MemoryPlan of(List<Task> tasks, List<Value> arguments, int slices, int derivedPhases) {
        MemoryPlan plan = new MemoryPlan();
        plan.run(tasks, arguments, slices, derivedPhases);
        return plan;
    }

    /** The length of the arena. */
    long bytes() {
        return bytes;
    }

    /** The length of the memory for derived values. */
    long derivedBytes() {
        return derivedBytes;
    }

    /** Where the scratch memory of a slice of a task begins, or what its slices share if there is no slice. */
    long scratch(Task task, int slice) {
        if (slice < 0) {
            return Objects.requireNonNull(sharedScratch.get(task)).offset;
        }
        long[] at = scratch.get(task);
        if (at == null) {
            throw new IllegalStateException(task.name() + " asked for no scratch memory.");
        }
        return at[slice];
    }

    private void run(List<Task> tasks, List<Value> arguments, int slices, int derivedPhases) {
        Map<Task, Integer> position = new HashMap<>();
        Set<Value> values = new LinkedHashSet<>(arguments);
        for (int i = 0; i < tasks.size(); i++) {
            position.put(tasks.get(i), i);
            for (Operand o : tasks.get(i).outputs()) {
                if (o.value().place() == Value.Place.ARENA && !o.value().isOutside()) {
                    values.add(o.value());
                }
            }
        }
        int end = tasks.size();
        int endPhase = Task.phases(tasks);
        Map<Task, Integer> finish = finish(tasks);
        Map<Value, Item[]> places = new HashMap<>();
        Map<Task, Item[]> scratchItems = new HashMap<>();
        for (Value v : values) {
            Item[] taken = takenOver(v, places, derivedPhases);
            Item[] own = placeValue(v, position, finish, slices, derivedPhases, end, endPhase);
            if (taken != null && own.length == 1 && own[0].slice == EVERY_SLICE && !v.isDerived()) {
                taken[0].last = Math.max(taken[0].last, own[0].last);
                taken[0].lastPhase = Math.max(taken[0].lastPhase, own[0].lastPhase);
                items.remove(own[0]);
                own = taken;
            }
            places.put(v, own);
        }
        for (int i = 0; i < tasks.size(); i++) {
            Task t = tasks.get(i);
            Item[] own = new Item[slices];
            int done = Objects.requireNonNull(finish.get(t));
            for (int s = 0; s < slices; s++) {
                long need = t.prepare(s);
                if (need > 0) {
                    own[s] = new Item(need, s, i, done, t.phase(), t.lastPhase());
                    items.add(own[s]);
                }
            }
            if (t.sharedScratch() > 0) {
                Item all = new Item(t.sharedScratch(), EVERY_SLICE, i, done, t.phase(), t.lastPhase());
                items.add(all);
                sharedScratch.put(t, all);
            }
            scratchItems.put(t, own);
        }
        assign();
        for (Map.Entry<Value, Item[]> e : places.entrySet()) {
            e.getKey().place(offsets(e.getValue()));
        }
        for (Map.Entry<Task, Item[]> e : scratchItems.entrySet()) {
            scratch.put(e.getKey(), offsets(e.getValue()));
        }
    }

    /** The place of the input that a value's producer puts it in, if that is its only reader; null if there is none. */
    private static Item @Nullable [] takenOver(Value v, Map<Value, Item[]> places, int derivedPhases) {
        Task p = v.producer();
        if (p == null || v.isKept() || p.phase() < derivedPhases) {
            return null;
        }
        for (int k = 0; k < p.outputs().size(); k++) {
            int from = p.takesOver(k);
            if (from < 0 || p.outputs().get(k).value() != v) {
                continue;
            }
            Operand o = p.inputs().get(from);
            Value u = o.value();
            boolean whole = o.offset() == 0 && o.size() == u.size() && u.bytes() == v.bytes();
            boolean last = u.readers().stream().allMatch(r -> r == p)
                    && p.inputs().stream().filter(i -> i.value() == u).count() == 1;
            Item[] place = places.get(u);
            if (whole
                    && last
                    && u.place() == Value.Place.ARENA
                    && u.producer() != null
                    && !u.isKept()
                    && !u.isDerived()
                    && place != null
                    && place.length == 1
                    && place[0].slice == EVERY_SLICE) {
                return place;
            }
        }
        return null;
    }

    private static long[] offsets(Item[] own) {
        long[] at = new long[own.length];
        for (int i = 0; i < own.length; i++) {
            at[i] = own[i] == null ? 0 : own[i].offset;
        }
        return at;
    }

    /** For each task the position of the last one that may run before it is done. */
    private static Map<Task, Integer> finish(List<Task> tasks) {
        Map<Task, Integer> finish = new HashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            int last = i;
            while (tasks.get(i).span() > 1
                    && last + 1 < tasks.size()
                    && tasks.get(last + 1).phase() <= tasks.get(i).lastPhase()) {
                last++;
            }
            finish.put(tasks.get(i), last);
        }
        return finish;
    }

    private Item[] placeValue(
            Value v,
            Map<Task, Integer> position,
            Map<Task, Integer> finish,
            int slices,
            int derivedPhases,
            int end,
            int endPhase) {
        Task p = v.producer();
        int first = p == null ? -1 : Objects.requireNonNull(position.get(p));
        int last = p == null ? first : Objects.requireNonNull(finish.get(p));
        int firstPhase = p == null ? -1 : p.phase();
        int lastPhase = p == null ? -1 : p.lastPhase();
        for (Task r : v.readers()) {
            Integer at = finish.get(r);
            if (at != null) {
                last = Math.max(last, at);
                lastPhase = Math.max(lastPhase, r.lastPhase());
            }
        }
        if (p != null && p.phase() < derivedPhases && (v.isKept() || lastPhase >= derivedPhases)) {
            v.derive();
            return derived(v, slices);
        }
        if (v.isKept()) {
            first = -1;
            firstPhase = -1;
            last = end;
            lastPhase = endPhase;
        }
        long[] parts = v.isKept() ? null : Parts.of(v, slices);
        if (parts != null) {
            v.divide(parts);
            Item[] own = new Item[slices];
            for (int s = 0; s < slices; s++) {
                long bytes = (parts[s + 1] - parts[s]) * v.spec().dtype().bytes();
                own[s] = new Item(bytes, s, first, last, firstPhase, lastPhase);
                items.add(own[s]);
            }
            return own;
        }
        Item[] own = new Item[v.isReplicated() ? slices : 1];
        for (int s = 0; s < own.length; s++) {
            own[s] = new Item(v.bytes(), v.isReplicated() ? s : EVERY_SLICE, first, last, firstPhase, lastPhase);
            items.add(own[s]);
        }
        return own;
    }

    /** One behind the other: they live as long as the program. */
    private Item[] derived(Value v, int slices) {
        Item[] own = new Item[v.isReplicated() ? slices : 1];
        for (int s = 0; s < own.length; s++) {
            own[s] = new Item(v.bytes(), EVERY_SLICE, 0, 0, 0, 0);
            own[s].offset = derivedBytes;
            derivedBytes += own[s].size;
        }
        return own;
    }

    /** Largest first, each into the lowest gap that is free during its life. */
    private void assign() {
        List<Item> bySize = new ArrayList<>(items);
        bySize.sort(Comparator.comparingLong((Item i) -> -i.size));
        List<Item> placed = new ArrayList<>();
        for (Item item : bySize) {
            List<Item> inTheWay = new ArrayList<>();
            for (Item other : placed) {
                if (item.meets(other)) {
                    inTheWay.add(other);
                }
            }
            inTheWay.sort(Comparator.comparingLong(i -> i.offset));
            long at = 0;
            for (Item other : inTheWay) {
                if (at + item.size <= other.offset) {
                    break;
                }
                at = Math.max(at, other.offset + other.size);
            }
            item.offset = at;
            placed.add(item);
            bytes = Math.max(bytes, at + item.size);
        }
    }
}
