/**
 * Callbacks: what happens between the steps of {@code fit}, {@code evaluate} and {@code predict}. They see the model through {@link
 * org.kerata.training.TrainingModel} and the figures so far as {@link org.kerata.training.Logs}.
 */
@NullMarked
package org.kerata.training.callbacks;

import org.jspecify.annotations.NullMarked;
