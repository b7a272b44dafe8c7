/**
 * Losses: what training minimises. A loss compares targets and predictions and returns one value for each sample; weights, masks and the
 * reduction to one number are done for it. The plain functions stand in {@link org.kerata.training.losses.Losses}.
 */
@NullMarked
package org.kerata.training.losses;

import org.jspecify.annotations.NullMarked;
