package sc.fiji.boldj.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The keys that a command's dialog begins with; the others follow, its own first and then those it inherits. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeyOrder {

    /** Names of keys, in order. */
    String[] value();
}
