import ts from 'typescript';

/** Kinds of types that stand for another one, their constraint. */
const STANDS_FOR_ANOTHER = ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Index;

/**
 * Refuses `record[name]`, `{ [name]: value } = record` and `name in record` where `name` may be any text and `record` is an
 * object with an index signature for texts. Such a look-up also finds what every object inherits, so `constructor` or
 * `toString` from a file or a request is found although nobody put it there, and `record['__proto__'] = value` sets nothing.
 *
 * Let through: keys whose texts TypeScript knows one by one; numbers; a look-up that `Object.hasOwn(record, name)` guards in the
 * same expression or an `if` around it.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const noInheritedLookup = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      inherited:
        'This also finds names that every object inherits, like "constructor". Use a Map, or ask Object.hasOwn(record, name) first.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const { program, esTreeNodeToTSNodeMap } = sourceCode.parserServices ?? {};
    if (!program) throw new Error('This rule needs types: set parserOptions.projectService.');
    const checker = program.getTypeChecker();
    const typeOf = (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));

    function isAnyText(type) {
      if (type.isUnionOrIntersection()) return type.types.some(isAnyText);
      if (type.flags & STANDS_FOR_ANOTHER) {
        const constraint = checker.getBaseConstraintOfType(type);
        return constraint !== undefined && constraint !== type && isAnyText(constraint);
      }
      return (type.flags & ts.TypeFlags.String) !== 0;
    }

    function hasAnyTextAsKey(type) {
      const given = checker.getApparentType(checker.getNonNullableType(type));
      const types = given.isUnion() ? given.types : [given];
      return types.some((each) => checker.getIndexInfoOfType(each, ts.IndexKind.String) !== undefined);
    }

    function isGuarded(node, object, key) {
      const guard = `Object.hasOwn(${sourceCode.getText(object)}, ${sourceCode.getText(key)})`;
      for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
        if (
          (outer.type === 'ConditionalExpression' || outer.type === 'IfStatement') &&
          inner === outer.consequent
        ) {
          if (requires(outer.test, guard)) return true;
        }
        if (outer.type === 'LogicalExpression' && outer.operator === '&&' && inner === outer.right) {
          if (requires(outer.left, guard)) return true;
        }
      }
      return false;
    }

    /** Whether the condition holds only if the guard does. */
    function requires(condition, guard) {
      if (condition.type === 'LogicalExpression' && condition.operator === '&&')
        return requires(condition.left, guard) || requires(condition.right, guard);
      return sourceCode.getText(condition) === guard;
    }

    function check(node, object, key) {
      if (!isAnyText(typeOf(key)) || !hasAnyTextAsKey(typeOf(object))) return;
      if (!isGuarded(node, object, key)) context.report({ node, messageId: 'inherited' });
    }

    return {
      MemberExpression(node) {
        if (node.computed) check(node, node.object, node.property);
      },
      'ObjectPattern > Property[computed=true]'(node) {
        check(node, node.parent, node.key);
      },
      BinaryExpression(node) {
        if (node.operator !== 'in' || node.left.type === 'PrivateIdentifier') return;
        if (isAnyText(typeOf(node.left))) context.report({ node, messageId: 'inherited' });
      },
    };
  },
};
