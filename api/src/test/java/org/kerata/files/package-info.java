/** Model files: those of Keras read, and those of Kerata read again. */
@NullMarked
package org.kerata.files;

import org.jspecify.annotations.NullMarked;
