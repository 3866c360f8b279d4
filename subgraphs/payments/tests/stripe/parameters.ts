/**
 * What a request may carry, path by path, of API version 2026-10-28.endive. Drawn from the parameter types of the `stripe` package 23.1,
 * which Stripe generates from its OpenAPI description; written out so that the checks at run time depend on no type.
 *
 * A shape is one of: names of types ('integer', 'string', 'boolean', 'map' of strings, 'range' of a time or number; 'a/b' is either),
 * the values allowed ('always|never'), `{ list: shape }`, or an object of shapes. A name ending in '!' is required. The names under '...'
 * are known and left unchecked inside: they belong to payment methods that this server does not act.
 */
export type Shape = string | { [name: string]: Shape };

const intentMethodTypes =
  'acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boku_promptpay|boleto|capchase_pay|card|card_present|cashapp|check_scan|click_to_pay|crypto|customer_balance|demo_pay|duitnow|dummy_auth_push|dummy_passthrough_card|edenred|eps|fpx|gcash|getbalance|gift_card|giropay|gopay|grabpay|id_bank_transfer|ideal|interac_present|kakao_pay|klarna|knet|konbini|kr_card|kr_market|kriya|link|mb_way|mobilepay|momo|mondu|multibanco|naver_pay|netbanking|ng_bank|ng_bank_transfer|ng_card|ng_market|ng_ussd|ng_wallet|nz_bank_account|octopus|oxxo|p24|paper_check|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|qris|rechnung|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sequra|shop_pay|shopeepay|sofort|south_korea_market|stripe_balance|sunbit|swish|tamara|test_pay|touch_n_go|truemoney|twint|upi|us_bank_account|us_cash_voucher|vipps|wechat_pay|wero|zip';

const allowedPaymentMethodTypes = { list: intentMethodTypes } satisfies Shape;

const lineItemOptions = { card: { commodity_code: 'string' }, '...': 'card_present|klarna|paypal' } satisfies Shape;

const lineItem = {
  discount_amount: 'integer',
  payment_method_options: lineItemOptions,
  product_code: 'string',
  'product_name!': 'string',
  'quantity!': 'integer',
  tax: { 'total_tax_amount!': 'integer' },
  'unit_cost!': 'integer',
  unit_of_measure: 'string',
} satisfies Shape;

const lineItems = { list: lineItem } satisfies Shape;

const shippingAmounts = { amount: 'integer', from_postal_code: 'string', to_postal_code: 'string' } satisfies Shape;

const amountDetails = {
  discount_amount: 'integer',
  enforce_arithmetic_validation: 'boolean',
  line_items: lineItems,
  shipping: shippingAmounts,
  tax: { 'total_tax_amount!': 'integer' },
} satisfies Shape;

const excludedMethodTypes =
  'acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip';

const excludedPaymentMethodTypes = { list: excludedMethodTypes } satisfies Shape;

const address = {
  city: 'string',
  country: 'string',
  line1: 'string',
  line2: 'string',
  postal_code: 'string',
  state: 'string',
} satisfies Shape;

const billingDetails = { address, email: 'string', name: 'string', phone: 'string', tax_id: 'string' } satisfies Shape;

const methodType =
  'acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip';

const usBankAccount = {
  account_holder_type: 'company|individual',
  account_number: 'string',
  account_type: 'checking|savings',
  financial_connections_account: 'string',
  routing_number: 'string',
} satisfies Shape;

const otherMethods =
  'acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|cashapp|crypto|eps|fpx|giropay|grabpay|ideal|interac_present|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|radar_options|revolut_pay|samsung_pay|satispay|scalapay|sequra|sofort|sunbit|swish|twint|upi|wechat_pay|zip';

const paymentMethodData = {
  allow_redisplay: 'always|limited|unspecified',
  billing_details: billingDetails,
  customer_balance: {},
  metadata: 'map',
  sepa_debit: { 'iban!': 'string' },
  'type!': methodType,
  us_bank_account: usBankAccount,
  '...': otherMethods,
} satisfies Shape;

const plan = { count: 'integer', interval: 'month', 'type!': 'bonus|fixed_count|revolving' } satisfies Shape;

const installments = { enabled: 'boolean', plan } satisfies Shape;

const mandateOptions = {
  'amount!': 'integer',
  'amount_type!': 'fixed|maximum',
  description: 'string',
  end_date: 'integer',
  'interval!': 'month|day|sporadic|week|year',
  interval_count: 'integer',
  'reference!': 'string',
  'start_date!': 'integer',
  supported_types: { list: 'india' },
} satisfies Shape;

const network = 'link|amex|cartes_bancaires|diners|discover|eftpos_au|girocard|interac|jcb|mastercard|unionpay|unknown|visa';

const cartesBancaires = { 'cb_avalgo!': 'A|0|1|2|3|4', cb_exemption: 'string', cb_score: 'integer' } satisfies Shape;

const networkOptions = { cartes_bancaires: cartesBancaires } satisfies Shape;

const threeDSecure = {
  ares_trans_status: 'A|C|I|N|R|U|Y',
  'cryptogram!': 'string',
  electronic_commerce_indicator: '01|02|05|06|07',
  exemption_indicator: 'none|low_risk',
  network_options: networkOptions,
  requestor_challenge_indicator: 'string',
  'transaction_id!': 'string',
  'version!': '1.0.2|2.1.0|2.2.0|2.3.0|2.3.1',
} satisfies Shape;

const cardOptions = {
  capture_method: 'manual',
  cvc_token: 'string',
  installments,
  mandate_options: mandateOptions,
  moto: 'boolean',
  network,
  request_extended_authorization: 'never|if_available',
  request_incremental_authorization: 'never|if_available',
  request_multicapture: 'never|if_available',
  request_overcapture: 'never|if_available',
  request_three_d_secure: 'automatic|any|challenge',
  require_cvc_recollection: 'boolean',
  setup_credential_usage: 'recurring|installment|unscheduled',
  setup_future_usage: 'none|off_session|on_session',
  statement_descriptor_suffix_kana: 'string',
  statement_descriptor_suffix_kanji: 'string',
  stored_credential_usage: 'recurring|installment|unscheduled',
  three_d_secure: threeDSecure,
} satisfies Shape;

const bankTransferType = 'eu_bank_transfer|gb_bank_transfer|jp_bank_transfer|mx_bank_transfer|us_bank_transfer';

const bankTransfer = {
  eu_bank_transfer: { 'country!': 'string' },
  requested_address_types: { list: 'aba|iban|sepa|sort_code|spei|swift|zengin' },
  'type!': bankTransferType,
} satisfies Shape;

const customerBalanceOptions = { bank_transfer: bankTransfer, funding_type: 'bank_transfer', setup_future_usage: 'none' } satisfies Shape;

const sepaDebitOptions = {
  mandate_options: { reference_prefix: 'string' },
  setup_future_usage: 'none|off_session|on_session',
  target_date: 'string',
} satisfies Shape;

const financialConnections = {
  filters: { account_subcategories: { list: 'checking|savings' } },
  permissions: { list: 'balances|ownership|payment_method|transactions' },
  prefetch: { list: 'balances|ownership|transactions' },
  return_url: 'string',
} satisfies Shape;

const usBankAccountOptions = {
  financial_connections: financialConnections,
  mandate_options: { collection_method: 'paper' },
  networks: { requested: { list: 'ach|us_domestic_wire' } },
  setup_future_usage: 'none|off_session|on_session',
  target_date: 'string',
  transaction_purpose: 'unspecified|goods|other|services',
  verification_method: 'automatic|instant|microdeposits',
} satisfies Shape;

const otherMethodOptions =
  'acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card_present|cashapp|crypto|eps|fpx|giropay|grabpay|ideal|interac_present|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sequra|sofort|sunbit|swish|twint|upi|wechat_pay|zip';

const paymentMethodOptions = {
  card: cardOptions,
  customer_balance: customerBalanceOptions,
  sepa_debit: sepaDebitOptions,
  us_bank_account: usBankAccountOptions,
  '...': otherMethodOptions,
} satisfies Shape;

const shipping = { 'address!': address, carrier: 'string', 'name!': 'string', phone: 'string', tracking_number: 'string' } satisfies Shape;

export const PARAMETERS = {
  'POST /v1/payment_intents': {
    'amount!': 'integer',
    'currency!': 'string',
    allowed_payment_method_types: allowedPaymentMethodTypes,
    amount_details: amountDetails,
    application_fee_amount: 'integer',
    automatic_payment_methods: { allow_redirects: 'always|never', 'enabled!': 'boolean' },
    capture_method: 'automatic|automatic_async|manual',
    confirm: 'boolean',
    confirmation_method: 'automatic|manual',
    confirmation_token: 'string',
    customer: 'string',
    customer_account: 'string',
    description: 'string',
    error_on_requires_action: 'boolean',
    excluded_payment_method_types: excludedPaymentMethodTypes,
    expand: { list: 'string' },
    hooks: { inputs: { tax: { 'calculation!': 'string' } } },
    mandate: 'string',
    mandate_data: {
      'customer_acceptance!': {
        accepted_at: 'integer',
        offline: {},
        online: { 'ip_address!': 'string', 'user_agent!': 'string' },
        'type!': 'offline|online',
      },
    },
    metadata: 'map',
    off_session: 'one_off|recurring/boolean',
    on_behalf_of: 'string',
    payment_details: { customer_reference: 'string', order_reference: 'string' },
    payment_method: 'string',
    payment_method_configuration: 'string',
    payment_method_data: paymentMethodData,
    payment_method_options: paymentMethodOptions,
    radar_options: { referrer: 'string', session: 'string' },
    receipt_email: 'string',
    return_url: 'string',
    setup_future_usage: 'off_session|on_session',
    shipping,
    statement_descriptor: 'string',
    statement_descriptor_suffix: 'string',
    transfer_data: {
      amount: 'integer',
      description: 'string',
      'destination!': 'string',
      metadata: 'map',
      payment_data: { description: 'string', metadata: 'map' },
    },
    transfer_group: 'string',
    use_stripe_sdk: 'boolean',
  },
  'GET /v1/payment_intents/:id': { client_secret: 'string', expand: { list: 'string' } },
  'GET /v1/payment_methods/:id': { expand: { list: 'string' } },
  'GET /v1/payment_intents': {
    created: 'range',
    customer: 'string',
    customer_account: 'string',
    expand: { list: 'string' },
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'POST /v1/payment_intents/:id': {
    allowed_payment_method_types: allowedPaymentMethodTypes,
    amount: 'integer',
    amount_details: amountDetails,
    application_fee_amount: 'integer',
    capture_method: 'automatic|automatic_async|manual',
    currency: 'string',
    customer: 'string',
    customer_account: 'string',
    description: 'string',
    excluded_payment_method_types: excludedPaymentMethodTypes,
    expand: { list: 'string' },
    hooks: { inputs: { tax: { 'calculation!': 'string' } } },
    metadata: 'map',
    payment_details: { customer_reference: 'string', order_reference: 'string' },
    payment_method: 'string',
    payment_method_configuration: 'string',
    payment_method_data: paymentMethodData,
    payment_method_options: paymentMethodOptions,
    receipt_email: 'string',
    setup_future_usage: 'off_session|on_session',
    shipping,
    statement_descriptor: 'string',
    statement_descriptor_suffix: 'string',
    transfer_data: { amount: 'integer', description: 'string', metadata: 'map', payment_data: { description: 'string', metadata: 'map' } },
    transfer_group: 'string',
  },
  'POST /v1/payment_intents/:id/confirm': {
    allowed_payment_method_types: allowedPaymentMethodTypes,
    amount_details: amountDetails,
    amount_to_confirm: 'integer',
    capture_method: 'automatic|automatic_async|manual',
    confirmation_token: 'string',
    error_on_requires_action: 'boolean',
    excluded_payment_method_types: excludedPaymentMethodTypes,
    expand: { list: 'string' },
    hooks: { inputs: { tax: { 'calculation!': 'string' } } },
    mandate: 'string',
    mandate_data: {
      customer_acceptance: {
        accepted_at: 'integer',
        offline: {},
        online: { ip_address: 'string', user_agent: 'string' },
        'type!': 'offline|online',
      },
    },
    off_session: 'one_off|recurring/boolean',
    payment_details: { customer_reference: 'string', order_reference: 'string' },
    payment_method: 'string',
    payment_method_data: paymentMethodData,
    payment_method_options: paymentMethodOptions,
    radar_options: { referrer: 'string', session: 'string' },
    receipt_email: 'string',
    return_url: 'string',
    setup_future_usage: 'off_session|on_session',
    shipping,
    use_stripe_sdk: 'boolean',
  },
  'POST /v1/payment_intents/:id/cancel': {
    cancellation_reason: 'abandoned|duplicate|fraudulent|requested_by_customer',
    expand: { list: 'string' },
  },
  'POST /v1/payment_intents/:id/capture': {
    amount_details: amountDetails,
    amount_to_capture: 'integer',
    application_fee_amount: 'integer',
    expand: { list: 'string' },
    final_capture: 'boolean',
    hooks: { inputs: { tax: { 'calculation!': 'string' } } },
    metadata: 'map',
    payment_details: { customer_reference: 'string', order_reference: 'string' },
    statement_descriptor: 'string',
    statement_descriptor_suffix: 'string',
    transfer_data: { amount: 'integer' },
  },
  'GET /v1/payment_intents/search': { 'query!': 'string', expand: { list: 'string' }, limit: 'integer', page: 'string' },
  'GET /v1/charges/:id': { expand: { list: 'string' } },
  'GET /v1/charges': {
    created: 'range',
    customer: 'string',
    expand: { list: 'string' },
    payment_intent: 'string',
    transfer_group: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'POST /v1/refunds': {
    amount: 'integer',
    charge: 'string',
    currency: 'string',
    customer: 'string',
    expand: { list: 'string' },
    instructions_email: 'string',
    metadata: 'map',
    origin: 'customer_balance',
    payment_intent: 'string',
    reason: 'duplicate|fraudulent|requested_by_customer',
    refund_application_fee: 'boolean',
    reverse_transfer: 'boolean',
  },
  'GET /v1/refunds/:id': { expand: { list: 'string' } },
  'GET /v1/refunds': {
    charge: 'string',
    created: 'range',
    expand: { list: 'string' },
    payment_intent: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'GET /v1/balance_transactions/:id': { expand: { list: 'string' } },
  'GET /v1/balance_transactions': {
    created: 'range',
    currency: 'string',
    expand: { list: 'string' },
    payout: 'string',
    source: 'string',
    type: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'GET /v1/payouts': {
    arrival_date: 'range',
    created: 'range',
    destination: 'string',
    expand: { list: 'string' },
    status: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'GET /v1/payouts/:id': { expand: { list: 'string' } },
  'GET /v1/events/:id': { expand: { list: 'string' } },
  'GET /v1/events': {
    created: 'range',
    delivery_success: 'boolean',
    expand: { list: 'string' },
    type: 'string',
    types: { list: 'string' },
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'POST /v1/accounts': {
    account_token: 'string',
    business_profile: { mcc: 'string', name: 'string', product_description: 'string', url: 'string' },
    business_type: 'company|government_entity|individual|non_profit',
    capabilities: { transfers: { requested: 'boolean' }, card_payments: { requested: 'boolean' } },
    company: { name: 'string' },
    controller: { requirement_collection: 'application|stripe' },
    country: 'string',
    default_currency: 'string',
    documents: { company_license: { files: { list: 'string' } } },
    email: 'string',
    expand: { list: 'string' },
    external_account: 'string',
    groups: { payments_pricing: 'string' },
    individual: { email: 'string' },
    metadata: 'map',
    settings: { payouts: { statement_descriptor: 'string' } },
    tos_acceptance: { date: 'integer', ip: 'string' },
    type: 'custom|express|standard',
  },
  'GET /v1/accounts/:id': { expand: { list: 'string' } },
  'POST /v1/account_links': {
    'account!': 'string',
    'type!': 'account_onboarding|account_update',
    collect: 'currently_due|eventually_due',
    collection_options: { fields: 'currently_due|eventually_due', future_requirements: 'include|omit' },
    expand: { list: 'string' },
    refresh_url: 'string',
    return_url: 'string',
  },
  'POST /v1/transfers': {
    'currency!': 'string',
    'destination!': 'string',
    amount: 'integer',
    description: 'string',
    expand: { list: 'string' },
    metadata: 'map',
    source_transaction: 'string',
    source_type: 'bank_account|card|fpx',
    transfer_group: 'string',
  },
  'GET /v1/transfers': {
    created: 'range',
    destination: 'string',
    expand: { list: 'string' },
    transfer_group: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'GET /v1/disputes/:id': { expand: { list: 'string' } },
  'POST /v1/disputes/:id': {
    evidence: {
      access_activity_log: 'string',
      billing_address: 'string',
      cancellation_policy: 'string',
      cancellation_policy_disclosure: 'string',
      cancellation_rebuttal: 'string',
      customer_communication: 'string',
      customer_email_address: 'string',
      customer_name: 'string',
      customer_purchase_ip: 'string',
      customer_signature: 'string',
      duplicate_charge_documentation: 'string',
      duplicate_charge_explanation: 'string',
      duplicate_charge_id: 'string',
      product_description: 'string',
      receipt: 'string',
      refund_policy: 'string',
      refund_policy_disclosure: 'string',
      refund_refusal_explanation: 'string',
      service_date: 'string',
      service_documentation: 'string',
      shipping_address: 'string',
      shipping_carrier: 'string',
      shipping_date: 'string',
      shipping_documentation: 'string',
      shipping_tracking_number: 'string',
      uncategorized_file: 'string',
      uncategorized_text: 'string',
      '...': 'appeal|enhanced_evidence',
    },
    expand: { list: 'string' },
    intended_submission_method: 'manual|prefer_manual|prefer_smart_disputes|smart_disputes',
    metadata: 'map',
    submit: 'boolean',
  },
  'GET /v1/disputes': {
    charge: 'string',
    created: 'range',
    expand: { list: 'string' },
    payment_intent: 'string',
    ending_before: 'string',
    limit: 'integer',
    starting_after: 'string',
  },
  'POST /v1/customers': {
    address,
    balance: 'integer',
    business_name: 'string',
    cash_balance: { settings: { reconciliation_mode: 'automatic|manual|merchant_default' } },
    description: 'string',
    email: 'string',
    expand: { list: 'string' },
    individual_name: 'string',
    invoice_prefix: 'string',
    invoice_settings: { default_payment_method: 'string', footer: 'string' },
    metadata: 'map',
    name: 'string',
    next_invoice_sequence: 'integer',
    payment_method: 'string',
    phone: 'string',
    preferred_locales: { list: 'string' },
    shipping,
    source: 'string',
    tax: { ip_address: 'string', validate_location: 'deferred|immediately' },
    tax_exempt: 'exempt|none|reverse',
    tax_id_data: { list: { 'type!': 'string', 'value!': 'string' } },
    test_clock: 'string',
    validate: 'boolean',
  },
  'DELETE /v1/customers/:id': {},
  'POST /v1/setup_intents': {
    allowed_payment_method_types: allowedPaymentMethodTypes,
    attach_to_self: 'boolean',
    automatic_payment_methods: { allow_redirects: 'always|never', 'enabled!': 'boolean' },
    confirm: 'boolean',
    confirmation_token: 'string',
    customer: 'string',
    customer_account: 'string',
    description: 'string',
    excluded_payment_method_types: excludedPaymentMethodTypes,
    expand: { list: 'string' },
    flow_directions: { list: 'inbound|outbound' },
    mandate_data: { 'customer_acceptance!': { accepted_at: 'integer', offline: {}, 'type!': 'offline|online' } },
    metadata: 'map',
    on_behalf_of: 'string',
    payment_method: 'string',
    payment_method_configuration: 'string',
    payment_method_data: paymentMethodData,
    payment_method_options: { card: { request_three_d_secure: 'any|automatic|challenge' } },
    return_url: 'string',
    single_use: { 'amount!': 'integer', 'currency!': 'string' },
    usage: 'off_session|on_session',
    use_stripe_sdk: 'boolean',
  },
  'GET /v1/setup_intents/:id': { client_secret: 'string', expand: { list: 'string' } },
} satisfies Record<string, Shape>;
