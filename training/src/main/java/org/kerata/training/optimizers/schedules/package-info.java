/** Learning rates that change with the number of steps. */
@NullMarked
package org.kerata.training.optimizers.schedules;

import org.jspecify.annotations.NullMarked;
