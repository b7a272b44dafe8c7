/**
 * Where an application begins: {@code Input}, {@code Sequential} and {@code Model}, which trains, answers, saves and loads. Layers come
 * from {@code org.kerata.layers}, optimizers, callbacks and the options of {@code fit} from {@code org.kerata.training}.
 */
@NullMarked
package org.kerata;

import org.jspecify.annotations.NullMarked;
