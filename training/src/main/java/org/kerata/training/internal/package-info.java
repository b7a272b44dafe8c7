/** What losses and metrics share and nobody else needs: how targets, predictions, weights and masks are brought together. */
@NullMarked
package org.kerata.training.internal;

import org.jspecify.annotations.NullMarked;
