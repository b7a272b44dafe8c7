/**
 * Losses, metrics, optimizers, schedules, callbacks and the loop that drives them. A network and data go in; a trained network
 * and the history of its training come out.
 */
@NullMarked
package org.kerata.training;

import org.jspecify.annotations.NullMarked;
