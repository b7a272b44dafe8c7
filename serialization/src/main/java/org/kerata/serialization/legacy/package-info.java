/** Configs of Keras 1 and 2 and of tf.keras, brought to the form that Keras 3 writes. */
@NullMarked
package org.kerata.serialization.legacy;

import org.jspecify.annotations.NullMarked;
