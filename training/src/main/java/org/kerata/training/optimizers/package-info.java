/**
 * Optimizers: how weights follow their gradients. An optimizer's state is variables, its steps are ops on them, so a step becomes part of
 * the compiled program or runs on its own in a loop of the user's.
 */
@NullMarked
package org.kerata.training.optimizers;

import org.jspecify.annotations.NullMarked;
