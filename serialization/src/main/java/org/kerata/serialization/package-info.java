/**
 * Configs and files, in the formats of Keras. A file from a stranger goes in as data and comes out as layers of the registry or as
 * an error; nothing in it is executed.
 */
@NullMarked
package org.kerata.serialization;

import org.jspecify.annotations.NullMarked;
