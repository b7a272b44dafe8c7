package org.kerata.layers;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/**
 * One setting of a layer, initializer, loss or the like: its key in Keras's JSON, what values it may have, its default and its present
 * value. Declared once, as a field; the config is read and written from these declarations.
 *
 * @param <T> the type of the value
 */
public final class Option<T> {
    private final Configurable owner;
    private final String key;
    private final Kind<T> kind;
    private final @Nullable T withNull;
    private @Nullable T value;

    Option(Configurable owner, String key, Kind<T> kind, @Nullable T initial, @Nullable T withNull) {
        this.owner = owner;
        this.key = key;
        this.kind = kind;
        this.withNull = withNull;
        this.value = initial;
    }

    /** The key in the config, in snake case. */
    public String key() {
        return key;
    }

    /** The name of the setter in Java. */
    public String javaName() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '_' && i + 1 < key.length()) {
                s.append(Character.toUpperCase(key.charAt(++i)));
            } else {
                s.append(c);
            }
        }
        return s.toString();
    }

    /**
     * The value.
     *
     * @throws ConfigException if it must be given and was not
     */
    public T get() {
        T v = value;
        if (v == null) {
            throw new ConfigException(owner.className() + ": " + javaName() + " must be given.");
        }
        return v;
    }

    /** The value; null where none was given. */
    public @Nullable T orNull() {
        return value;
    }

    /** Whether there is a value. */
    public boolean isSet() {
        return value != null;
    }

    /**
     * Sets the value: a Java value, or what stands for it in a config or as a name. Null takes it away, or
     * restores the default of an option that must have a value.
     *
     * @throws ConfigException if the value is not allowed, or it is too late to change it
     */
    public void set(@Nullable Object to) {
        owner.beforeChange(javaName());
        if (to == null) {
            value = withNull;
            return;
        }
        T parsed;
        try {
            parsed = kind.parse(to);
        } catch (ConfigException e) {
            throw new ConfigException(owner.className() + ": " + javaName() + ": " + e.getMessage());
        }
        if (parsed == null) {
            throw new ConfigException(owner.className() + ": " + javaName() + " must be " + kind.expected()
                    + ". Received: " + Kind.show(to) + ".");
        }
        value = parsed;
    }

    /** What stands in the config. */
    @Nullable
    Object encoded() {
        T v = value;
        return v == null ? null : kind.encode(v);
    }
}
