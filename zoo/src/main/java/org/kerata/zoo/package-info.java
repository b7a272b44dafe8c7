/**
 * Data sets and runnable examples, written as an application would write them: on the public API alone.
 */
@NullMarked
package org.kerata.zoo;

import org.jspecify.annotations.NullMarked;
