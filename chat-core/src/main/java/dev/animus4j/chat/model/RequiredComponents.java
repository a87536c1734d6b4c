package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the components of records required when they are read from JSON, unless they are {@link
 * Optional} or annotated as nullable, by any annotation of that name.
 */
final class RequiredComponents extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return isRequired(member) ? true : null;
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return isRequired(annotated)
        ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
        : JsonSetter.Value.empty();
  }

  static boolean isNullable(Field field) {
    return isNullable(field.getAnnotations(), field.getAnnotatedType().getAnnotations());
  }

  private static boolean isRequired(Annotated annotated) {
    return annotated instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()
        && parameter.getRawType() != Optional.class
        && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
        && !isNullable(
            constructor.getParameterAnnotations()[parameter.getIndex()],
            constructor.getAnnotatedParameterTypes()[parameter.getIndex()].getAnnotations());
  }

  private static boolean isNullable(Annotation[] declared, Annotation[] ofType) {
    return Stream.of(declared, ofType)
        .flatMap(Stream::of)
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }
}
