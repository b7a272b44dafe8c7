/**
 * What application code imports: {@code Sequential}, {@code Model}, {@code Input} and what they take. The modules below are
 * where the work is done.
 */
@NullMarked
package org.kerata;

import org.jspecify.annotations.NullMarked;
