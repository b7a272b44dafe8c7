/**
 * What {@link org.kerata.autodiff.Ops} offers, a class for each family. Each extends the one before it, so that all of it is found under the
 * one name {@code Ops}, as Keras has it under {@code keras.ops}; nobody else needs to name these classes.
 */
@NullMarked
package org.kerata.autodiff.catalogue;

import org.jspecify.annotations.NullMarked;
