/** What the tests of layers are held against: golden cases from real Keras, and a contract that every layer keeps. */
@NullMarked
package org.kerata.layers.harness;

import org.jspecify.annotations.NullMarked;
