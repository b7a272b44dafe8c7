/**
 * Metrics: figures that are watched during training and evaluation. A metric keeps its totals in variables and updates them with ops, so
 * that it becomes part of the compiled step; the figure follows from the totals.
 */
@NullMarked
package org.kerata.training.metrics;

import org.jspecify.annotations.NullMarked;
