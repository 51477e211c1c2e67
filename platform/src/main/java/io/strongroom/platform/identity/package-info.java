/// Who a process or a person is to the cluster: principals, key pins, public identity cards and the
/// fingerprints that people compare. Everything here is public.
@NullMarked
package io.strongroom.platform.identity;

import org.jspecify.annotations.NullMarked;
