/** The database's name, here and in terraform/firestore.tf: what works here must not work because of another name. */
export const DATABASE = "belfry";
